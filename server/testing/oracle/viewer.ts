import { io, type Socket } from 'socket.io-client';
import {
  type AgentEvent,
  type ClientToServer,
  type CustomerEvent,
  EVENT_TYPES,
  type ServerToClient,
} from '../../../shared/events.ts';
import { type Person, send, signIn } from '../process.ts';
import { until } from '../test-app.ts';

type LiveEvent = AgentEvent | CustomerEvent;
export type StubbornViewer = ReturnType<typeof createStubbornViewer>;

/** Somebody who always comes back: reconnects by themselves with their last number, signs in again when cut off. */
export function createStubbornViewer(url: string, person: Person, transports: ('polling' | 'websocket')[]) {
  const events: LiveEvent[] = [];
  const faults: string[] = [];
  let { token } = person;
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
      if (event.seq !== last + 1) faults.push(`${event.seq} came after ${last}`);
      last = event.seq;
      events.push(event);
    });
  socket.on('ready', (state) => {
    if (state.seq !== last) faults.push(`ready at ${state.seq}, but told only up to ${last}`);
    if (log && log !== state.log) faults.push('another log');
    log = state.log;
    live = true;
  });
  socket.on('stale', ({ seq }) => faults.push(`stale at ${seq}`));
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
    await until(async () => {
      if (closed) return true;
      token = await signIn(url, person).then(
        (again) => again.token,
        () => '',
      );
      return token !== '';
    }, 30_000);
    returning = false;
    if (!closed) socket.connect();
  }

  return {
    person,
    events,
    faults,
    cutsSeen: () => cuts,
    isLive: () => live,
    /** The client's own goodbye. */
    leaveAndReturn: () => void socket.disconnect().connect(),
    /** The client's line breaks. */
    breakLine: () => socket.io.engine?.close(),
    /** The server cuts the session's sockets. */
    signOut: () => send(`${url}/api/auth/logout`, { method: 'POST', token }).catch(() => null),
    /** Whatever was sent before this came has arrived. */
    fence: () => socket.timeout(10_000).emitWithAck('ticket:leave', 1),
    /** What the server says they should have, from the very first. */
    async expected(): Promise<LiveEvent[]> {
      const all: LiveEvent[] = [];
      for (;;) {
        const { body, status, text } = await send(
          `${url}/api/events?limit=1000&after=${all.at(-1)?.seq ?? 0}`,
          {
            token,
          },
        );
        if (status !== 200) throw new Error(`No events for ${person.name}: ${status} ${text}`);
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
