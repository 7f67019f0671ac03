import { type Accessor, batch, createSignal } from 'solid-js';
import type { ClientCore } from '../client-core.ts';
import { ApiError, type RequestError } from '../http/request.ts';
import { createThreadPositions, type ThreadPosition } from '../tickets/thread-positions.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** A thread as `threads.ts` manages it. */
export type LiveThread = {
  ticketId: number;
  state: Accessor<'loading' | 'ready' | 'missing' | 'failed'>;
  readonly error: RequestError | undefined;
  timeline: Timeline;
  lastRead: ThreadPosition['lastRead'];
  retry: () => void;
  loadingEarlier: Accessor<boolean>;
  loadEarlier: () => void;
  /** Starts over after everything known was discarded. */
  reset: () => void;
};

/** Creates one thread and loads it. */
export function createLiveThread(core: ClientCore, ticketId: number): LiveThread {
  const { request, read, stream, unread, pageSize } = core;
  const [state, setState] = createSignal<'loading' | 'ready' | 'missing' | 'failed'>('loading');
  const [error, setError] = createSignal<RequestError>();
  const [loadingEarlier, setLoadingEarlier] = createSignal(false);
  const timeline = createTimeline();
  const params = { id: ticketId };
  let generation = 0;

  async function load(): Promise<void> {
    generation += 1;
    const begun = generation;
    setState('loading');
    const askedAt = unread.clock();
    // The history has no seq. Requested at the same time, it is usable only if the stream has started.
    const early = stream.isStarted() ? request('showHistory', { params }) : undefined;
    early?.catch(() => {});
    const response = await read('showTicket', { params, query: { replies: pageSize } });
    const { replies, hasEarlier, allowedStatuses: _, seq, ...ticket } = response;
    const { events } = await (early ?? request('showHistory', { params }));
    if (begun !== generation) return;
    batch(() => {
      core.ingest([ticket], seq, askedAt);
      timeline.addPage({ replies, hasEarlier });
      timeline.addHistory(events);
      setState('ready');
      setError(undefined);
    });
  }

  const onFailure = (failure: RequestError) => {
    setError(failure);
    if (state() !== 'loading') return;
    setState(failure instanceof ApiError && failure.problem.code === 'not_found' ? 'missing' : 'failed');
  };

  const reload = () => void load().catch(onFailure);

  async function loadEarlierPage(): Promise<void> {
    const before = timeline.oldest();
    if (loadingEarlier() || !timeline.hasEarlier() || !before) return;
    const begun = generation;
    setLoadingEarlier(true);
    try {
      const page = await request('listReplies', { params, query: { before, limit: pageSize } });
      if (begun === generation) batch(() => timeline.addPage(page));
      setError(undefined);
    } finally {
      setLoadingEarlier(false);
    }
  }

  const loadEarlier = () => void loadEarlierPage().catch(onFailure);
  const lastRead = () => {
    const last = timeline.last();
    if (!last && state() !== 'ready') return undefined;
    return { id: last?.id ?? 'description', asOf: Math.max(stream.cursor() ?? 0, last?.seq ?? 0) };
  };
  core.use(createThreadPositions).register(ticketId, {
    lastRead,
    lastPublicReply: () =>
      state() === 'ready'
        ? (timeline.entries().findLast(({ kind }) => kind === 'reply')?.id ?? null)
        : undefined,
  });
  reload();

  return {
    ticketId,
    state,
    get error() {
      return error();
    },
    timeline,
    lastRead,
    retry: () => (state() === 'ready' ? loadEarlier() : reload()),
    loadingEarlier,
    loadEarlier,
    reset: () => {
      timeline.clear();
      reload();
    },
  };
}
