/** The part of autocannon that the benchmarks use; the package has no types. */
declare module 'autocannon' {
  export type Request = {
    method: 'GET' | 'POST' | 'PATCH';
    path: string;
    headers: Record<string, string>;
    body?: string;
    /** Returns the request to send next. Called before each one. */
    setupRequest?: (request: Request) => Request;
  };
  export type Client = { setRequests: (requests: Request[]) => void };
  export type Options = {
    url: string;
    connections: number;
    /** In seconds. */
    duration: number;
    /** In milliseconds. A run ends with a whole sample. */
    sampleInt: number;
    setupClient: (client: Client) => void;
  };
  export type Result = { '2xx': number; non2xx: number; errors: number; duration: number };
  export default function autocannon(options: Options): Promise<Result>;
}
