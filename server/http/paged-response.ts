import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RouterContext } from '@koa/router';
import type { z } from 'zod';
import { PagedList } from '../db/paged-list.ts';
import { createTurns, type TurnBounds } from './turns.ts';

type Options = {
  /** Called when the rest of a response cannot be read: it has begun, so its connection is closed. */
  onFailure: (error: unknown, requestId: string) => void;
  bounds: TurnBounds;
};

/**
 * Creates the function that responds with a list of several pages. It sends each page before it reads the next, at the
 * client's speed, and one such response at a time per user. Returns false for any other result.
 */
export function createPagedResponses({ onFailure, bounds }: Options) {
  const takeTurn = createTurns(bounds);

  return async (ctx: RouterContext, schema: z.ZodType | undefined, result: unknown): Promise<boolean> => {
    const found = Object.entries(result ?? {}).find(([, value]) => value instanceof PagedList);
    if (!found) return false;
    const [name, list] = found as [string, PagedList<unknown>];
    // The cast: only objects have lists.
    const response = schema as z.ZodObject;
    const start = response.parse({ ...(result as object), [name]: list.first });
    if (!list.rest) {
      ctx.body = start;
      return true;
    }
    if (ctx.method !== 'HEAD') await takeTurn(ctx.state.actor.id, ctx.res);
    const parse = (page: unknown) => response.shape[name]?.parse(page) as unknown[];
    ctx.type = 'json';
    const report = (error: unknown) => onFailure(error, ctx.state.requestId);
    ctx.body = Readable.from(reportFailure(writeJson(start, name, list.rest, parse), report));
    return true;
  };
}

async function* reportFailure<T>(
  items: AsyncIterable<T>,
  report: (error: unknown) => void,
): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    report(error);
    throw error;
  }
}

/** Writes the object as JSON in pieces: its fields, then the list `name` page by page. */
async function* writeJson(
  object: Record<string, unknown>,
  name: string,
  rest: AsyncIterable<unknown>,
  parse: (page: unknown) => unknown[],
): AsyncGenerator<string> {
  const { [name]: first, ...fields } = object;
  const start = Object.keys(fields).length > 0 ? `${JSON.stringify(fields).slice(0, -1)},` : '{';
  let items = itemsOf(first as unknown[]);
  let separator = items && ',';
  yield `${start}${JSON.stringify(name)}:[${items}`;
  for await (const page of rest) {
    items = itemsOf(parse(page));
    if (items) yield separator + items;
    separator ||= items && ',';
    // SQLite answers synchronously: without this, a client that reads fast would delay all other requests.
    await nextTurn();
  }
  yield ']}';
}

const itemsOf = (page: unknown[]) => page.map((item) => JSON.stringify(item)).join(',');
