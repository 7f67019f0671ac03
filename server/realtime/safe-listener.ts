import type { Socket } from 'socket.io';
import type { z } from 'zod';
import type { Acknowledgement } from '../../shared/events.ts';
import { fieldErrors, invalid, toApiError } from '../errors.ts';

/** The only way to listen to a client: `on(event, shape, handler)`. */
export type Listen = <T>(
  event: string,
  shape: z.ZodType<T>,
  handler: (payload: T) => void | Promise<void>,
) => void;

/**
 * Socket.IO catches nothing: a throw in a handler, a null payload or a missing acknowledgement function would end
 * the process. This parses each message, answers each error, and acknowledges only if the client asks for it.
 */
export function createSafeListener(
  socket: Socket,
  count: () => Promise<void>,
  unexpected: (error: unknown) => void,
): Listen {
  return (event, shape, handler) => {
    socket.on(event, async (...sent: unknown[]) => {
      const last = sent.at(-1);
      const acknowledge = typeof last === 'function' ? last : () => {};
      acknowledge(await answer(sent[0]));
    });

    async function answer(payload: unknown): Promise<Acknowledgement> {
      try {
        await count();
        const parsed = shape.safeParse(payload);
        if (!parsed.success) throw invalid(fieldErrors(parsed.error));
        await handler(parsed.data);
        return { ok: true };
      } catch (error) {
        const refusal = toApiError(error);
        if (refusal.code === 'internal') unexpected(error);
        return { ok: false, error: refusal.toProblem(`socket:${socket.id}`) };
      }
    }
  };
}
