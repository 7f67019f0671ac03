import { type Accessor, createMemo, createSignal, on } from 'solid-js';
import type { AgentPresence, CustomerPresence } from '../../../shared/events.ts';
import type { User } from '../../../shared/schemas.ts';
import { isOnline, onWindow } from '../lib/page-lifecycle.ts';
import type { Session } from '../session/session-context.ts';
import { createEventBuffer } from './event-buffer.ts';
import type { Stream } from './event-stream.ts';
import { createReconnectingSocket } from './reconnecting-socket.ts';
import type { ClientSocket, createSocket, Emitter } from './socket.ts';

/** How the line to the server is. */
export type Connection = {
  state: 'connecting' | 'live' | 'reconnecting' | 'offline';
  /** Since when, epoch milliseconds: show nothing for the first two seconds. */
  since: number;
  /** How many updates the last reconnect brought ("Back online · 4 updates"). */
  caughtUp: number;
  /** The server runs a newer build than this page. */
  newBuild: boolean;
  /** Holes seen in the event numbers: a fault of the server or of something between, mended by fetching. */
  holes: number;
};

export type LiveOptions = {
  me: User;
  session: Session;
  stream: Stream;
  holes: Accessor<number>;
  onPresence: (presence: AgentPresence | CustomerPresence) => void;
  onReadMark: (mark: { ticketId: number; upTo: string | null }) => void;
  /** In place of a replay: everything known is to be read anew, from `seq` on. */
  onStale: (seq: number) => void;
  /** Caught up and live; `again` after a break. */
  onLive: (again: boolean) => void;
  onDisconnect: () => void;
  openSocket?: typeof createSocket;
};

/** The line of one person: `connect` once there is something to follow. */
export type LiveConnection = { connection: Accessor<Connection>; wire: Emitter; connect: () => void };

/** Follows the events of one person, from where the stream stands, and hears what is not numbered. */
export function createConnection(options: LiveOptions): LiveConnection {
  const { stream } = options;
  const [link, setLink] = createSignal<'connecting' | 'live' | 'reconnecting'>('connecting');
  const [caughtUp, setCaughtUp] = createSignal(0);
  const [builds, setBuilds] = createSignal<ReadonlySet<string>>(new Set());
  const [online, setOnline] = createSignal(isOnline());
  const buffer = createEventBuffer(stream);
  let log: string | undefined;
  let from: number | undefined;
  let connects = 0;
  const reconnecting = createReconnectingSocket({
    ...options,
    known: () => ({ after: stream.cursor(), log }),
    listen,
  });

  function listen(socket: ClientSocket): void {
    buffer.listen(socket);
    socket.on('connect', () => {
      connects += 1;
      from = stream.cursor();
      buffer.replay(true);
    });
    socket.on('stale', ({ seq }) => {
      buffer.flush();
      options.onStale(seq);
      from = undefined;
    });
    socket.on('ready', (state) => ready(socket, state));
    socket.on('presence', options.onPresence);
    socket.on('read', options.onReadMark);
    socket.on('disconnect', () => {
      buffer.flush();
      if (link() === 'live') setLink('reconnecting');
      options.onDisconnect();
    });
  }

  function ready(socket: ClientSocket, state: { seq: number; log: string; build: string }): void {
    buffer.replay(false);
    const again = connects > 1;
    if (again) setCaughtUp(from === undefined ? 0 : (stream.cursor() ?? from) - from);
    log = state.log;
    setBuilds((seen) => new Set([...seen, state.build]));
    setLink('live');
    stream.confirmUpTo(state.seq);
    reconnecting.markHealthy(socket);
    options.onLive(again);
  }

  onWindow(['online', 'offline'], () => setOnline(isOnline()));
  const state = createMemo(() => (online() ? link() : 'offline'));
  const since = createMemo(on(state, () => Date.now()));
  return {
    connection: () => ({
      state: state(),
      since: since(),
      caughtUp: caughtUp(),
      newBuild: builds().size > 1,
      holes: options.holes(),
    }),
    wire: {
      isLive: () => link() === 'live',
      emit: (name, payload) => emit(reconnecting.socket(), name, payload),
    },
    connect: reconnecting.connect,
  };
}

/** Presence only: dropped when there is no line, said again soon. */
const emit: (socket: ClientSocket | undefined, ...said: Parameters<Emitter['emit']>) => void = (
  socket,
  name,
  payload,
) => {
  if (!socket?.connected) return;
  // Seam: `Wire` pairs name and payload; Socket.IO's types cannot follow a name that is not a literal.
  (socket as unknown as { emit: (name: string, ...args: unknown[]) => void }).emit(name, payload, () => {});
};
