import { type Accessor, batch, createSignal } from 'solid-js';
import type { Reply } from '../../../shared/schemas.ts';
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
  /** The user has seen this public reply, and with it all that came before. */
  markSeen: (reply: SeenReply) => void;
  retry: () => void;
  loadingEarlier: Accessor<boolean>;
  loadEarlier: () => void;
  /** Starts over after everything known was discarded. */
  reset: () => void;
};

/** The part of a reply that orders it: replies may be seen that are not loaded. */
export type SeenReply = Pick<Reply, 'id' | 'createdAt'>;

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
    // The history has no seq. Requested at the same time, it is usable only if the stream has started. Of a ticket that may
    // not exist it is requested later: otherwise two requests would fail.
    const early =
      stream.isStarted() && core.store.peek(ticketId) ? request('showHistory', { params }) : undefined;
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
  let lastSeen: SeenReply | undefined;
  const publicReplies = () =>
    timeline.entries().flatMap((entry) => ('reply' in entry && !entry.reply.internal ? entry.reply : []));
  function markSeen(reply: SeenReply): void {
    if (!lastSeen || isAfter(reply, lastSeen, publicReplies())) lastSeen = reply;
  }
  core.use(createThreadPositions).register(ticketId, {
    lastRead,
    lastSeenReply: () => {
      // The user has written their own replies, so they have seen them.
      const own = publicReplies().findLast(({ author }) => author.id === core.me.id);
      if (own) markSeen(own);
      return lastSeen?.id ?? null;
    },
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
    markSeen,
    retry: () => (state() === 'ready' ? loadEarlier() : reload()),
    loadingEarlier,
    loadEarlier,
    reset: () => {
      timeline.clear();
      reload();
    },
  };
}

/** Whether `a` follows `b`. Times decide where one of them is not loaded; several replies can have the same time. */
function isAfter(a: SeenReply, b: SeenReply, loaded: readonly SeenReply[]): boolean {
  const [indexA, indexB] = [a, b].map(({ id }) => loaded.findIndex((reply) => reply.id === id)) as [
    number,
    number,
  ];
  return indexA >= 0 && indexB >= 0 ? indexA > indexB : a.createdAt > b.createdAt;
}
