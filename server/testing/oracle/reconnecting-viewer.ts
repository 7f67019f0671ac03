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

/** Somebody who always comes back: reconnects by themselves with their last number, signs in again when cut off. */
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
  let cuts = 0;
  let closed = false;
  let live = false;
  let returning = false;
  const socket: Socket<ServerToClient, ClientToServer> = io(url, {
    auth: (tell) => tell({ token, after: last, ...(log && { log }) }),
    forceNew: true,
    transports,
    reconnectionDelay: 20,
    reconnectionDelayMax: 80,
    timeout: 5000,
  });
  for (const type of EVENT_TYPES)
    socket.on(type, (event: LiveEvent) => {
      if (event.seq !== last + 1) errors.push(`${event.seq} came after ${last}`);
      last = event.seq;
      events.push(event);
    });
  socket.on('ready', (state) => {
    if (state.seq !== last) errors.push(`ready at ${state.seq}, but told only up to ${last}`);
    if (log && log !== state.log) errors.push('another log');
    log = state.log;
    live = true;
  });
  socket.on('stale', ({ seq }) => errors.push(`stale at ${seq}`));
  socket.on('disconnect', (reason) => {
    cuts += 1;
    live = false;
    if (reason === 'io server disconnect') void comeBack();
  });
  socket.on('connect_error', () => {
    if (!socket.active) void comeBack();
  });

  /** The server does not want this token any more: a new session, then the same cursor. */
  async function comeBack(): Promise<void> {
    if (returning) return;
    returning = true;
    await waitFor(async () => {
      if (closed) return true;
      token = await signIn(url, account).then(
        (again) => again.token,
        () => '',
      );
      return token !== '';
    }, 30_000);
    returning = false;
    if (!closed) socket.connect();
  }

  return {
    account,
    events,
    errors,
    disconnectCount: () => cuts,
    isLive: () => live,
    /** The client's own goodbye. */
    reconnect: () => void socket.disconnect().connect(),
    /** The client's line breaks. */
    closeTransport: () => socket.io.engine?.close(),
    /** The server cuts the session's sockets. */
    signOut: () => sendRequest(`${url}/api/auth/logout`, { method: 'POST', token }).catch(() => null),
    /** Whatever was sent before this came has arrived. */
    waitForDelivery: () => socket.timeout(10_000).emitWithAck('ticket:leave', 1),
    /** What the server says they should have, from the very first. */
    async fetchExpectedEvents(): Promise<LiveEvent[]> {
      const all: LiveEvent[] = [];
      for (;;) {
        const { body, status, text } = await sendRequest(
          `${url}/api/events?limit=1000&after=${all.at(-1)?.seq ?? 0}`,
          {
            token,
          },
        );
        if (status !== 200) throw new Error(`No events for ${account.name}: ${status} ${text}`);
        // The seam between the wire and the contract's shape.
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
