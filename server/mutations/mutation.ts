/** One disabled guard: its file, its source text, the replacement, and the tests of which one must fail. */
export type Mutation = { guard: string; file: string; find: string; replace: string; tests: string };
