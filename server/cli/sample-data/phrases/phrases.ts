/**
 * The sentences of one language. Slots in braces are filled in: {product}, {number}, {code}, {file}, {version},
 * {device}, {city}, {name}.
 */
export type Phrases = {
  /** The customer. */
  subjects: readonly string[];
  greetings: readonly string[];
  problems: readonly string[];
  details: readonly string[];
  closings: readonly string[];
  additions: readonly string[];
  thanks: readonly string[];
  returns: readonly string[];
  /** The agent. */
  questions: readonly string[];
  updates: readonly string[];
  solutions: readonly string[];
};
