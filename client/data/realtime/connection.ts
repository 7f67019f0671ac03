import { type Accessor, batch, createEffect, createMemo, createSignal, on } from 'solid-js';
import type { AgentPresence, CustomerPresence } from '../../../shared/events.ts';
import type { ClientCore } from '../client-core.ts';
import { cleanLabels } from '../http/clean-labels.ts';
import { isOnline, onWindow } from '../lib/page-lifecycle.ts';
import { createPublisher, type Subscribe } from '../lib/publisher.ts';
import { createEventBuffer } from './event-buffer.ts';
import { createReconnectingSocket } from './reconnecting-socket.ts';
import type { ClientSocket, createSocket, Emitter } from './socket.ts';

/** The state of the connection to the server. */
export type ConnectionState = {
  state: 'connecting' | 'live' | 'reconnecting' | 'offline';
  /** Since when, as `performance.now()`: the date may be set meanwhile. */
  since: number;
  /** How many events the last reconnect brought. */
  caughtUp: number;
  /** The server runs a newer build than this page. */
  newBuild: boolean;
  /** How often a seq was missing. A gap is a fault of the server or the network; it is closed by a request. */
  gaps: number;
};

type ReadMark = { ticketId: number; upTo: string | null };

/** The live connection of one user. It connects once the first data was read. */
export type LiveConnection = {
  state: Accessor<ConnectionState>;
  emitter: Emitter;
  onPresence: Subscribe<AgentPresence | CustomerPresence>;
  onReadMark: Subscribe<ReadMark>;
  onDisconnect: Subscribe<void>;
};

/** Feeds the event stream from a socket, and publishes what has no seq. */
export function createConnection(core: ClientCore, openSocket?: typeof createSocket): LiveConnection {
  const { me, session, stream } = core;
  const [link, setLink] = createSignal<'connecting' | 'live' | 'reconnecting'>('connecting');
  const [caughtUp, setCaughtUp] = createSignal(0);
  const [builds, setBuilds] = createSignal<ReadonlySet<string>>(new Set());
  const [online, setOnline] = createSignal(isOnline());
  const presence = createPublisher<AgentPresence | CustomerPresence>();
  const readMarks = createPublisher<ReadMark>();
  const disconnects = createPublisher<void>();
  const buffer = createEventBuffer(stream);
  let log: string | undefined;
  let connectedAt: number | undefined;
  let connects = 0;
  const position = () => ({ after: stream.cursor(), log });
  const reconnecting = createReconnectingSocket({ me, session, position, listen, openSocket });

  function listen(socket: ClientSocket): void {
    buffer.listen(socket);
    socket.on('connect', () => {
      connects += 1;
      connectedAt = stream.cursor();
      buffer.setReplay(true);
    });
    socket.on('stale', ({ seq }) => {
      buffer.flush();
      core.reset(seq);
      connectedAt = undefined;
    });
    socket.on('ready', (state) => onReady(socket, state));
    socket.on('presence', (one) => presence.publish(cleanLabels(one)));
    socket.on('presence:snapshot', ({ tickets }) =>
      batch(() => cleanLabels(tickets).forEach(presence.publish)),
    );
    socket.on('read', readMarks.publish);
    socket.on('disconnect', () => {
      buffer.flush();
      if (link() === 'live') setLink('reconnecting');
      disconnects.publish();
    });
  }

  function onReady(socket: ClientSocket, state: { seq: number; log: string; build: string }): void {
    buffer.setReplay(false);
    const again = connects > 1;
    if (again) setCaughtUp(connectedAt === undefined ? 0 : (stream.cursor() ?? connectedAt) - connectedAt);
    log = state.log;
    setBuilds((seen) => new Set([...seen, state.build]));
    setLink('live');
    stream.confirmUpTo(state.seq);
    reconnecting.markHealthy(socket);
    core.connected({ again });
  }

  createEffect(on(stream.isStarted, (isStarted) => isStarted && reconnecting.connect()));
  onWindow(['online', 'offline'], () => setOnline(isOnline()));
  const state = createMemo(() => (online() ? link() : 'offline'));
  const since = createMemo(on(state, () => performance.now()));
  return {
    state: () => ({
      state: state(),
      since: since(),
      caughtUp: caughtUp(),
      newBuild: builds().size > 1,
      gaps: stream.gaps(),
    }),
    emitter: {
      isLive: () => link() === 'live',
      emit: (name, payload) => emit(reconnecting.socket(), name, payload),
    },
    onPresence: presence.subscribe,
    onReadMark: readMarks.subscribe,
    onDisconnect: disconnects.subscribe,
  };
}

/** For presence only: dropped while disconnected, repeated soon. */
const emit: (socket: ClientSocket | undefined, ...message: Parameters<Emitter['emit']>) => void = (
  socket,
  name,
  payload,
) => {
  if (!socket?.connected) return;
  // Seam: `Emitter` pairs name and payload; Socket.IO's types cannot follow a name that is not a literal.
  (socket as unknown as { emit: (name: string, ...args: unknown[]) => void }).emit(name, payload, () => {});
};
