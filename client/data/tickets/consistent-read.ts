import type { ResponseOf } from '../../../shared/contract.ts';
import type { EndpointName } from '../../../shared/paths.ts';
import type { Call, Request } from '../http/request.ts';
import type { Stream } from '../realtime/event-stream.ts';

type Numbered = { [N in EndpointName]: ResponseOf<N> extends { seq: number } ? N : never }[EndpointName];

/** Reads something that says at which number of the viewer's events it was read. */
export type ConsistentReader = <N extends Exclude<Numbered, 'listEvents'>>(
  name: N,
  request: Request<N>,
) => Promise<ResponseOf<N>>;

/** Reads only what the stream of events carries on from: data from before its start, or of a log given up, are read again. */
export const createConsistentReader =
  (call: Call, stream: Stream): ConsistentReader =>
  async (name, request) => {
    for (;;) {
      const era = stream.generation();
      const answer = await call(name, request);
      // Seam: `Read` admits only endpoints whose answer has a `seq`.
      const { seq } = answer as { seq: number };
      if (era === stream.generation() && stream.accepts(seq)) return answer;
    }
  };
