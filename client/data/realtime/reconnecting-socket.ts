import { createEffect, on, onCleanup } from 'solid-js';
import type { User } from '../../../shared/schemas.ts';
import { isOnline, onWake } from '../lib/page-lifecycle.ts';
import type { Session } from '../session/session-context.ts';
import { type DeskSocket, dial, type Introduce } from './socket.ts';
import { createRenewal } from './token-renewal.ts';

export type LineOptions = {
  me: User;
  session: Session;
  /** What is known already, said at each connect. */
  known: () => { after: number | undefined; log: string | undefined };
  /** A socket was made: put the ears on it. */
  listen: (socket: DeskSocket) => void;
  dialling?: typeof dial;
};

/** A socket that is up whenever it can be. */
export type Line = {
  socket: () => DeskSocket | undefined;
  /** Connects, now and whenever the line is lost; an open line is opened anew. */
  connect: () => void;
  /** The server said that all is well. */
  confirm: (socket: DeskSocket) => void;
};

const PATIENCE = 4_000;
const SILENCE = 15_000;
const STEADY = 10_000;
const LONGEST_PAUSE = 30_000;

/** Keeps one person's socket up: across lost networks, sleep, server restarts and the end of each token. */
export function createLine({ me, session, known, listen, dialling = dial }: LineOptions): Line {
  const renewal = createRenewal(me, session);
  let socket: DeskSocket | undefined;
  let wanted = false;
  let lastHeard = 0;
  let upSince = 0;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Each time the socket connects: who I am now, and what I have heard. */
  const introduce: Introduce = async (say) => {
    try {
      const { token } = await session.token(me);
      say({ token, ...known() });
    } catch {
      hangUp();
      redialLater();
    }
  };

  function connect(): void {
    wanted = true;
    clearTimeout(timer);
    if (!socket) {
      dialling(introduce).then(begin, redialLater);
      return;
    }
    // A waiting back-off of Socket.IO's own would swallow `connect`.
    socket.disconnect();
    socket.connect();
  }

  function begin(dialled: DeskSocket): void {
    if (!wanted || socket) return;
    socket = dialled;
    watch(dialled);
    listen(dialled);
    dialled.connect();
  }

  function hangUp(): void {
    clearTimeout(timer);
    socket?.disconnect();
  }

  /** At once after a line that held, later and later while it does not. */
  function redialLater(): void {
    if (!wanted || session.state().is !== 'signedIn') return;
    clearTimeout(timer);
    const pause = tries === 0 ? 0 : Math.min(LONGEST_PAUSE, 500 * 2 ** tries) * (0.5 + Math.random());
    tries += 1;
    timer = setTimeout(connect, pause);
  }

  function watch(line: DeskSocket): void {
    line.io.on('ping', heard);
    line.on('disconnect', (reason) => {
      renewal.stop();
      if (Date.now() - upSince > STEADY) tries = 0;
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

  /** The server no longer takes our token: a new one, or the sign-in dialog. */
  function askAgain(): void {
    session.refresh().then(redialLater, redialLater);
  }

  /** After sleep a dead line looks alive for a while: ask, and do not wait for the next try. */
  function check(): void {
    if (!wanted || !socket || !isOnline() || session.state().is !== 'signedIn') return;
    const silence = Date.now() - lastHeard;
    if (silence < PATIENCE) return;
    heard();
    if (!socket.connected) connect();
    else if (silence > SILENCE) renewal.probe(socket, PATIENCE).catch(connect);
  }

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

  return {
    socket: () => socket,
    connect,
    confirm: (line) => {
      heard();
      upSince = Date.now();
      renewal.start(line);
    },
  };
}
