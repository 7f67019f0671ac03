import { createEffect, on, onCleanup } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import { isOnline, onPageResume } from '../lib/page-lifecycle.ts';
import type { Session } from '../session/session-context.ts';
import { type AuthCallback, type ClientSocket, createSocket } from './socket.ts';
import { createTokenRenewal } from './token-renewal.ts';

export type ReconnectingSocketOptions = {
  me: User;
  session: Session;
  /** What is known already, said at each connect. */
  known: () => { after: number | undefined; log: string | undefined };
  /** A socket was made: put the ears on it. */
  listen: (socket: ClientSocket) => void;
  openSocket?: typeof createSocket;
};

/** A socket that is up whenever it can be. */
export type ReconnectingSocket = {
  socket: () => ClientSocket | undefined;
  /** Connects, now and whenever the line is lost; an open line is opened anew. */
  connect: () => void;
  /** The server said that all is well. */
  markHealthy: (socket: ClientSocket) => void;
};

const PROBE_TIMEOUT_MS = 4_000;
const SILENCE_MS = 15_000;
const STABLE_AFTER_MS = 10_000;
const MAX_RETRY_DELAY_MS = 30_000;

/** Keeps one person's socket up: across lost networks, sleep, server restarts and the end of each token. */
export function createReconnectingSocket({
  me,
  session,
  known,
  listen,
  openSocket = createSocket,
}: ReconnectingSocketOptions): ReconnectingSocket {
  const renewal = createTokenRenewal(me, session);
  let socket: ClientSocket | undefined;
  let wanted = false;
  let lastReceivedAt = 0;
  let upSince = 0;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Each time the socket connects: who I am now, and what I have heard. */
  const authenticate: AuthCallback = async (say) => {
    try {
      const { token } = await session.token(me);
      say({ token, ...known() });
    } catch {
      close();
      scheduleReconnect();
    }
  };

  function connect(): void {
    wanted = true;
    clearTimeout(timer);
    if (!socket) {
      openSocket(authenticate).then(begin, scheduleReconnect);
      return;
    }
    // A waiting back-off of Socket.IO's own would swallow `connect`.
    socket.disconnect();
    socket.connect();
  }

  function begin(dialled: ClientSocket): void {
    if (!wanted || socket) return;
    socket = dialled;
    watch(dialled);
    listen(dialled);
    dialled.connect();
  }

  function close(): void {
    clearTimeout(timer);
    socket?.disconnect();
  }

  /** At once after a line that held, later and later while it does not. */
  function scheduleReconnect(): void {
    if (!wanted || session.state().is !== 'signedIn') return;
    clearTimeout(timer);
    const pause = tries === 0 ? 0 : Math.min(MAX_RETRY_DELAY_MS, 500 * 2 ** tries) * (0.5 + Math.random());
    tries += 1;
    timer = setTimeout(connect, pause);
  }

  function watch(line: ClientSocket): void {
    line.io.on('ping', heard);
    line.on('disconnect', (reason) => {
      renewal.stop();
      if (Date.now() - upSince > STABLE_AFTER_MS) tries = 0;
      // The server cut us (the token ended, or the session): Socket.IO would leave it at that.
      if (reason === 'io server disconnect') refreshAndReconnect();
    });
    line.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      if (error.data?.code === 'unauthenticated') refreshAndReconnect();
      else if (!line.active) scheduleReconnect();
    });
  }

  const heard = () => {
    lastReceivedAt = Date.now();
  };

  /** The server no longer takes our token: a new one, or the sign-in dialog. */
  function refreshAndReconnect(): void {
    session.refresh().then(scheduleReconnect, scheduleReconnect);
  }

  /** After sleep a dead line looks alive for a while: ask, and do not wait for the next try. */
  function check(): void {
    if (!wanted || !socket || !isOnline() || session.state().is !== 'signedIn') return;
    const silence = Date.now() - lastReceivedAt;
    if (silence < PROBE_TIMEOUT_MS) return;
    heard();
    if (!socket.connected) connect();
    else if (silence > SILENCE_MS) renewal.probe(socket, PROBE_TIMEOUT_MS).catch(connect);
  }

  onPageResume(check);
  createEffect(
    on(session.state, (now) => {
      if (!wanted || !socket) return;
      if (now.is !== 'signedIn') close();
      else if (!socket.connected) connect();
    }),
  );
  onCleanup(() => {
    wanted = false;
    close();
  });

  return {
    socket: () => socket,
    connect,
    markHealthy: (line) => {
      heard();
      upSince = Date.now();
      renewal.start(line);
    },
  };
}
