import { io, type Socket } from 'socket.io-client';
import {
  type AgentEvent,
  type ClientToServer,
  type CustomerEvent,
  EVENT_TYPES,
  type ServerToClient,
} from '../../../shared/events.ts';
import { sendRequest, signIn, type TestAccount } from '../server-process.ts';
import { waitFor } from '../test-app.ts';

type LiveEvent = AgentEvent | CustomerEvent;
export type ReconnectingViewer = ReturnType<typeof createReconnectingViewer>;

/** A live client that always reconnects with its last seq, and signs in again after the server disconnects it. */
export function createReconnectingViewer(
  url: string,
  account: TestAccount,
  transports: ('polling' | 'websocket')[],
) {
  const events: LiveEvent[] = [];
  const errors: string[] = [];
  let { token } = account;
  let log: string | undefined;
  let last = 0;
  let disconnects = 0;
  let closed = false;
  let live = false;
  let signingIn = false;
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth(send) {
      // Packets of the former connection that Socket.IO would deliver now: the replay from `last` contains them.
      socket.receiveBuffer = [];
      send({ token, after: last, ...(log && { log }) });
    },
    forceNew: true,
    transports,
    reconnectionDelay: 20,
    reconnectionDelayMax: 80,
    timeout: 5000,
  });
  for (const type of EVENT_TYPES)
    socket.on(type, (event: LiveEvent) => {
      if (event.seq !== last + 1) errors.push(`${event.seq} arrived after ${last}`);
      last = event.seq;
      events.push(event);
    });
  socket.on('ready', (state) => {
    if (state.seq !== last) errors.push(`ready at ${state.seq}, but received only up to ${last}`);
    if (log && log !== state.log) errors.push('the log id changed');
    log = state.log;
    live = true;
  });
  socket.on('stale', ({ seq }) => errors.push(`stale at ${seq}`));
  socket.on('disconnect', (reason) => {
    disconnects += 1;
    live = false;
    if (reason === 'io server disconnect') void signInAndReconnect();
  });
  socket.on('connect_error', () => {
    if (!socket.active) void signInAndReconnect();
  });

  /** After the server refused the token: opens a new session and reconnects with the same cursor. */
  async function signInAndReconnect(): Promise<void> {
    if (signingIn) return;
    signingIn = true;
    await waitFor(async () => {
      if (closed) return true;
      token = await signIn(url, account).then(
        ({ token }) => token,
        () => '',
      );
      return token !== '';
    }, 30_000);
    signingIn = false;
    if (!closed) socket.connect();
  }

  return {
    account,
    events,
    errors,
    disconnectCount: () => disconnects,
    isLive: () => live,
    /** Disconnects from the client side and connects again. */
    reconnect: () => void socket.disconnect().connect(),
    /** Closes the transport below Socket.IO. */
    closeTransport: () => socket.io.engine?.close(),
    /** Signs out, which makes the server disconnect the session's sockets. */
    signOut: () => sendRequest(`${url}/api/auth/logout`, { method: 'POST', token }).catch(() => null),
    /** Round trip to the server: every event sent before it has arrived. */
    waitForDelivery: () => socket.timeout(10_000).emitWithAck('ticket:leave', 1),
    /** Reads all events of this viewer from `GET /api/events`. */
    async fetchExpectedEvents(): Promise<LiveEvent[]> {
      const all: LiveEvent[] = [];
      for (;;) {
        const { body, status, text } = await sendRequest(
          `${url}/api/events?limit=1000&after=${all.at(-1)?.seq ?? 0}`,
          {
            token,
          },
        );
        if (status !== 200)
          throw new Error(`Reading the events failed for ${account.name}: ${status} ${text}`);
        // The response body has the contract's type.
        const page = body as { events: LiveEvent[] };
        all.push(...page.events);
        if (page.events.length === 0) return all;
      }
    },
    close() {
      closed = true;
      socket.disconnect();
    },
  };
}
