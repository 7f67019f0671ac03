import { createEffect, on, onCleanup } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import { startStopwatch } from '../lib/elapsed-time.ts';
import { isOnline, onPageResume } from '../lib/page-lifecycle.ts';
import type { Session } from '../session/session-context.ts';
import { type AuthCallback, type ClientSocket, createSocket } from './socket.ts';
import { createTokenRenewal } from './token-renewal.ts';

export type ReconnectingSocketOptions = {
  me: User;
  session: Session;
  /** Sent with each connect: from where to replay. */
  position: () => { after: number | undefined; log: string | undefined };
  /** Registers the listeners on a new socket. */
  listen: (socket: ClientSocket) => void;
  openSocket: typeof createSocket | undefined;
};

/** A socket that is connected whenever it can be. */
export type ReconnectingSocket = {
  socket: () => ClientSocket | undefined;
  /** Connects, and reconnects from now on; a connected socket is reconnected. */
  connect: () => void;
  /** The server has accepted the connection. */
  markHealthy: (socket: ClientSocket) => void;
};

const PROBE_TIMEOUT_MS = 4_000;
const SILENCE_MS = 15_000;
const STABLE_AFTER_MS = 10_000;
const MAX_RETRY_DELAY_MS = 30_000;

/** Keeps one user's socket connected across lost networks, sleep, server restarts and expired tokens. */
export function createReconnectingSocket(options: ReconnectingSocketOptions): ReconnectingSocket {
  const { me, session, position, listen, openSocket = createSocket } = options;
  const renewal = createTokenRenewal(me, session);
  let socket: ClientSocket | undefined;
  let isWanted = false;
  let sinceReceivedMs = () => Number.POSITIVE_INFINITY;
  let sinceHealthyMs = () => Number.POSITIVE_INFINITY;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const authenticate: AuthCallback = async (send) => {
    try {
      const { token } = await session.token(me);
      send({ token, ...position(), presenceSnapshot: true });
    } catch {
      close();
      scheduleReconnect();
    }
  };

  function connect(): void {
    isWanted = true;
    clearTimeout(timer);
    if (!socket) {
      openSocket(authenticate).then(begin, scheduleReconnect);
      return;
    }
    // Socket.IO ignores `connect` while its own back-off runs.
    socket.disconnect();
    socket.connect();
  }

  function begin(opened: ClientSocket): void {
    if (!isWanted || socket) return;
    socket = opened;
    watch(opened);
    listen(opened);
    opened.connect();
  }

  function close(): void {
    clearTimeout(timer);
    socket?.disconnect();
  }

  /** Reconnects at once after a stable connection, otherwise with exponential back-off. */
  function scheduleReconnect(): void {
    if (!isWanted || session.state().is !== 'signedIn') return;
    clearTimeout(timer);
    const delayMs =
      attempts === 0 ? 0 : Math.min(MAX_RETRY_DELAY_MS, 500 * 2 ** attempts) * (0.5 + Math.random());
    attempts += 1;
    timer = setTimeout(connect, delayMs);
  }

  function watch(opened: ClientSocket): void {
    opened.io.on('ping', markReceived);
    opened.on('disconnect', (reason) => {
      renewal.stop();
      if (sinceHealthyMs() > STABLE_AFTER_MS) attempts = 0;
      // After a disconnect by the server (the token or the session ended) Socket.IO does not reconnect.
      if (reason === 'io server disconnect') refreshAndReconnect();
    });
    opened.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      if (error.data?.code === 'unauthenticated') refreshAndReconnect();
      else if (!opened.active) scheduleReconnect();
    });
  }

  const markReceived = () => {
    sinceReceivedMs = startStopwatch();
  };

  /** The server refuses the token: a refresh brings a new one or opens the sign-in dialog. */
  function refreshAndReconnect(): void {
    session.refresh().then(scheduleReconnect, scheduleReconnect);
  }

  /** After sleep a dead connection looks alive for a while, so it is probed. */
  function check(): void {
    if (!isWanted || !socket || !isOnline() || session.state().is !== 'signedIn') return;
    const silenceMs = sinceReceivedMs();
    if (silenceMs < PROBE_TIMEOUT_MS) return;
    markReceived();
    if (!socket.connected) connect();
    else if (silenceMs > SILENCE_MS) renewal.probe(socket, PROBE_TIMEOUT_MS).catch(connect);
  }

  onPageResume(check);
  createEffect(
    on(session.state, (state) => {
      if (!isWanted || !socket) return;
      if (state.is !== 'signedIn') close();
      else if (!socket.connected) connect();
    }),
  );
  onCleanup(() => {
    isWanted = false;
    close();
  });

  return {
    socket: () => socket,
    connect,
    markHealthy: (connected) => {
      markReceived();
      sinceHealthyMs = startStopwatch();
      renewal.start(connected);
    },
  };
}
