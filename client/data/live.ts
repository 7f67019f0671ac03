import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { AgentPresence, CustomerPresence } from '../../shared/events.ts';
import type { User } from '../../shared/schemas.ts';
import { createInbox } from './inbox.ts';
import { isOnline, onWake, onWindow } from './page.ts';
import { createRenewal } from './renewal.ts';
import type { Session } from './session.ts';
import type { Stream } from './stream.ts';
import { type DeskSocket, dial, type Introduce, type Wire } from './wire.ts';

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
  hearPresence: (presence: AgentPresence | CustomerPresence) => void;
  hearRead: (mark: { ticketId: number; upTo: string | null }) => void;
  /** In place of a replay: everything known is to be read anew, from `seq` on. */
  onStale: (seq: number) => void;
  /** Caught up and live; `again` after a break. */
  onLive: (again: boolean) => void;
  onBreak: () => void;
  dialling?: typeof dial;
};

/** The line of one person: `connect` once there is something to follow. */
export type Live = { connection: Accessor<Connection>; wire: Wire; connect: () => void };

const PATIENCE = 4_000;
const SILENCE = 15_000;
const LONGEST_PAUSE = 30_000;

/** Keeps one person connected: across lost networks, sleep, server restarts and the end of each token. */
export function createLive(options: LiveOptions): Live {
  const { me, session, stream, dialling = dial } = options;
  const [link, setLink] = createSignal<'connecting' | 'live' | 'reconnecting'>('connecting');
  const [caughtUp, setCaughtUp] = createSignal(0);
  const [builds, setBuilds] = createSignal<ReadonlySet<string>>(new Set());
  const [online, setOnline] = createSignal(isOnline());
  const inbox = createInbox(stream);
  const renewal = createRenewal(me, session);
  let socket: DeskSocket | undefined;
  let wanted = false;
  let log: string | undefined;
  let from: number | undefined;
  let lastHeard = 0;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Each time the socket connects: who I am now, and what I have heard. */
  const introduce: Introduce = async (say) => {
    try {
      const { token } = await session.token(me);
      say({ token, after: stream.cursor(), log });
    } catch {
      hangUp();
      redialLater();
    }
  };

  function connect(): void {
    wanted = true;
    clearTimeout(timer);
    if (socket) {
      // A waiting back-off would swallow `connect`.
      socket.disconnect();
      socket.connect();
      return;
    }
    dialling(introduce).then(
      (dialled) => {
        if (!wanted || socket) return;
        socket = dialled;
        listen(dialled);
        dialled.connect();
      },
      () => redialLater(),
    );
  }

  function hangUp(): void {
    clearTimeout(timer);
    socket?.disconnect();
  }

  function redialLater(): void {
    if (!wanted) return;
    clearTimeout(timer);
    const pause = tries === 0 ? 0 : Math.min(LONGEST_PAUSE, 500 * 2 ** tries) * (0.5 + Math.random());
    tries += 1;
    timer = setTimeout(connect, pause);
  }

  function listen(line: DeskSocket): void {
    inbox.listen(line);
    line.io.on('ping', heard);
    line.on('connect', () => {
      heard();
      from = stream.cursor();
      inbox.replay(true);
    });
    line.on('stale', ({ seq }) => {
      inbox.flush();
      options.onStale(seq);
      from = undefined;
    });
    line.on('ready', (state) => ready(line, state));
    line.on('presence', options.hearPresence);
    line.on('read', options.hearRead);
    line.on('disconnect', (reason) => {
      inbox.flush();
      renewal.stop();
      setLink('reconnecting');
      options.onBreak();
      // The server cut us (the token ended, or the session): Socket.IO would leave it at that.
      if (reason === 'io server disconnect') askAgain();
    });
    line.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      if (error.data?.code === 'unauthenticated') askAgain();
      else if (!line.active) redialLater();
    });
  }

  const heard = () => {
    lastHeard = Date.now();
  };

  function ready(line: DeskSocket, state: { seq: number; log: string; build: string }): void {
    inbox.replay(false);
    const again = link() === 'reconnecting';
    if (again) setCaughtUp(from === undefined ? 0 : (stream.cursor() ?? from) - from);
    log = state.log;
    tries = 0;
    setBuilds((seen) => new Set([...seen, state.build]));
    setLink('live');
    stream.level(state.seq);
    renewal.start(line);
    options.onLive(again);
  }

  /** The server no longer takes our token: a new one, or the sign-in dialog. */
  function askAgain(): void {
    session.refresh().then(redialLater, () => session.state().is === 'signedIn' && redialLater());
  }

  /** After sleep a dead line looks alive for a while: ask, and do not wait for the next try. */
  function check(): void {
    if (!wanted || !socket || !isOnline() || session.state().is !== 'signedIn') return;
    if (!socket.connected) {
      if (Date.now() - lastHeard > PATIENCE) connect();
    } else if (Date.now() - lastHeard > SILENCE) {
      renewal.probe(socket, PATIENCE).then(heard, connect);
    }
    lastHeard = Math.max(lastHeard, Date.now() - PATIENCE);
  }

  onWindow(['online', 'offline'], () => setOnline(isOnline()));
  onWake(check);
  createEffect(
    on(session.state, (now) => {
      if (!wanted || !socket) return;
      if (now.is !== 'signedIn') hangUp();
      else if (!socket.connected) connect();
    }),
  );
  onCleanup(() => {
    wanted = false;
    hangUp();
  });

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
      emit: (name, payload) => emit(socket, name, payload),
    },
    connect,
  };
}

/** Presence only: dropped when there is no line, said again soon. */
const emit: (socket: DeskSocket | undefined, ...said: Parameters<Wire['emit']>) => void = (
  socket,
  name,
  payload,
) => {
  if (!socket?.connected) return;
  // Seam: `Wire` pairs name and payload; Socket.IO's types cannot follow a name that is not a literal.
  (socket as unknown as { emit: (name: string, ...args: unknown[]) => void }).emit(name, payload, () => {});
};
