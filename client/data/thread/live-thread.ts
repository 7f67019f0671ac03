import { type Accessor, batch, createSignal } from 'solid-js';
import { ApiError, type RequestError } from '../http/request.ts';
import type { LastRead } from '../tickets/read-marks.ts';
import type { TicketCache } from '../tickets/ticket-cache.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** A thread as the desk keeps it. */
export type LiveThread = {
  ticketId: number;
  state: Accessor<'loading' | 'ready' | 'missing' | 'failed'>;
  readonly error: RequestError | undefined;
  timeline: Timeline;
  /** The last reply one can have read here. */
  lastRead: () => LastRead | undefined;
  /** The newest public reply on screen, null for none; undefined while nothing is. */
  lastPublic: () => string | null | undefined;
  retry: () => void;
  loadingEarlier: Accessor<boolean>;
  loadEarlier: () => void;
  reset: () => void;
};

/** Makes one thread and loads it. */
export function createLiveThread(ground: TicketCache, ticketId: number, page: number): LiveThread {
  const { call, read, stream, unread } = ground;
  const [state, setState] = createSignal<'loading' | 'ready' | 'missing' | 'failed'>('loading');
  const [error, setError] = createSignal<RequestError>();
  const [loadingEarlier, setLoadingEarlier] = createSignal(false);
  const timeline = createTimeline();
  const params = { id: ticketId };
  let round = 0;

  async function load(): Promise<void> {
    const asked = ++round;
    setState('loading');
    const askedAt = unread.clock();
    // The history says no number: it is good from where the stream stood when it was asked for, if it had begun.
    const early = stream.cursor() === undefined ? undefined : call('showHistory', { params });
    early?.catch(() => {});
    const {
      replies,
      hasEarlier,
      allowedStatuses: _,
      seq,
      ...ticket
    } = await read('showTicket', {
      params,
      query: { replies: page },
    });
    const { events } = await (early ?? call('showHistory', { params }));
    if (asked !== round) return;
    batch(() => {
      ground.ingest([ticket], seq, askedAt);
      timeline.addPage({ replies, hasEarlier });
      timeline.addHistory(events);
      setState('ready');
      setError(undefined);
    });
  }

  const failed = (failure: RequestError) => {
    setError(failure);
    if (state() !== 'loading') return;
    setState(failure instanceof ApiError && failure.problem.code === 'not_found' ? 'missing' : 'failed');
  };

  const reload = () => void load().catch(failed);

  async function loadEarlier(): Promise<void> {
    const before = timeline.oldest();
    if (loadingEarlier() || !timeline.hasEarlier() || !before) return;
    const asked = round;
    setLoadingEarlier(true);
    try {
      const found = await call('listReplies', { params, query: { before, limit: page } });
      if (asked === round) batch(() => timeline.addPage(found));
      setError(undefined);
    } finally {
      setLoadingEarlier(false);
    }
  }

  const earlier = () => void loadEarlier().catch(failed);
  reload();

  return {
    ticketId,
    state,
    get error() {
      return error();
    },
    timeline,
    lastRead: () => {
      const last = timeline.last();
      return last && { id: last.id, asOf: Math.max(stream.cursor() ?? 0, last.seq) };
    },
    lastPublic: () =>
      state() === 'ready'
        ? (timeline.entries().findLast(({ kind }) => kind === 'reply')?.id ?? null)
        : undefined,
    retry: () => (state() === 'ready' ? earlier() : reload()),
    loadingEarlier,
    loadEarlier: earlier,
    reset: () => {
      timeline.clear();
      reload();
    },
  };
}
