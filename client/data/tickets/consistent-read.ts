import type { ResponseOf } from '../../../shared/contract.ts';
import type { EndpointName } from '../../../shared/paths.ts';
import type { Call, Request } from '../http/request.ts';
import type { EventStream } from '../realtime/event-stream.ts';

type WithSeq = { [N in EndpointName]: ResponseOf<N> extends { seq: number } ? N : never }[EndpointName];

/** Reads an endpoint whose response says at which seq it was read. */
export type ConsistentReader = <N extends Exclude<WithSeq, 'listEvents'>>(
  name: N,
  request: Request<N>,
) => Promise<ResponseOf<N>>;

/**
 * Returns only responses that the event stream continues from: an older one, or one from before a restart, is read again.
 * If the repeated response is older too, the server has lost events (a restored backup), and `reset` starts over.
 */
export const createConsistentReader =
  (request: Call, stream: EventStream, reset: () => void): ConsistentReader =>
  async (name, parts) => {
    for (let attempt = 1; ; attempt += 1) {
      const generation = stream.generation();
      const response = await request(name, parts);
      // Seam: `ConsistentReader` admits only endpoints whose response has a `seq`.
      const { seq } = response as { seq: number };
      if (generation !== stream.generation()) continue;
      if (stream.accepts(seq)) return response;
      if (attempt > 1) reset();
    }
  };
