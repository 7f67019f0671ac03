import { afterAll, describe, expect, it } from 'vitest';
import type { AgentPresence } from '../../shared/events.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { createReply, createTicket, startTestApp, type TestUser, waitFor } from '../testing/test-app.ts';
import { ON_POSTGRES } from '../testing/test-database.ts';
import type { Cluster, NodeMessage } from './cluster.ts';

/** Nodes of one process: a message of one reaches the others. */
function createNodes() {
  const receivers = new Map<Cluster, (message: NodeMessage) => void>();
  return (): Cluster => {
    const node: Cluster = {
      publish(message) {
        for (const [other, receive] of receivers) if (other !== node) setImmediate(receive, message);
      },
      onMessage: (receive) => void receivers.set(node, receive),
      start: async () => {},
      stop: async () => {},
    };
    return node;
  };
}

const join = createNodes();
const SECRET = { JWT_SECRET: 'a secret of the tests: Quetzalcoatl 4711' };
/** Two nodes: on PostgreSQL on one database; on SQLite, whose file has one process, on one connection. */
async function startNodes() {
  if (ON_POSTGRES) {
    const settings = { ...SECRET, DATABASE_URL: `sqlite:${createDatabaseFile().file}` };
    return [await startTestApp(settings), await startTestApp(settings)] as const;
  }
  const first = await startTestApp(SECRET, undefined, { cluster: join() });
  return [first, await startTestApp(SECRET, undefined, { cluster: join(), orm: first.orm })] as const;
}
const [first, second] = await startNodes();
afterAll(async () => {
  await second.close();
  await first.close();
});
const [ada, bea, carl] = await Promise.all([
  first.createUser('agent', 'Ada'),
  first.createUser('agent', 'Bea'),
  first.createUser('customer', 'Carl'),
]);
const viewersOf = (user: TestUser) => ({ id: user.user.id, name: user.user.name });

describe('two nodes', () => {
  it('send events of writes on either node to the sockets of both', async () => {
    const [here, there] = [await first.openSocket(ada), await second.openSocket(carl)];
    const ticket = await createTicket(carl);
    await createReply(ada, ticket);
    await Promise.all([here.waitForEvents(2), there.waitForEvents(2)]);
    expect(there.events.map(({ seq }) => seq)).toEqual([
      there.events[0]?.seq,
      (there.events[0]?.seq ?? 0) + 1,
    ]);
  });

  it('show who views a ticket and who is typing on the other node, until they leave or disconnect', async () => {
    const ticket = await createTicket(carl);
    const [here, there] = [await first.openSocket(ada), await second.openSocket(bea)];
    const seen: AgentPresence[] = [];
    there.socket.on('presence', (presence) => seen.push(presence as AgentPresence));
    const last = () => seen.findLast(({ ticketId }) => ticketId === ticket.id)?.viewers;
    await here.socket.emitWithAck('ticket:view', ticket.id);
    await waitFor(() => last()?.length === 1);
    expect(last()).toEqual([{ user: viewersOf(ada), state: 'viewing' }]);
    await here.socket.emitWithAck('ticket:typing', { id: ticket.id, internal: false });
    await waitFor(() => last()?.[0]?.state === 'replying');
    here.socket.disconnect();
    await waitFor(() => last()?.length === 0);
  });

  it('tell a customer on the other node that an agent is typing a public reply, and nothing of a note', async () => {
    const ticket = await createTicket(carl);
    const [here, there] = [await first.openSocket(ada), await second.openSocket(carl)];
    const seen: { ticketId: number }[] = [];
    const ofTicket = () => seen.filter(({ ticketId }) => ticketId === ticket.id);
    there.socket.on('presence', (presence) => seen.push(presence));
    await here.socket.emitWithAck('ticket:typing', { id: ticket.id, internal: true });
    await here.socket.emitWithAck('ticket:typing', { id: ticket.id, internal: false });
    await waitFor(() => ofTicket().length > 0);
    expect(ofTicket()).toEqual([{ ticketId: ticket.id, replying: true }]);
  });

  it('cut the sockets of a session that ends on the other node', async () => {
    const dora = await first.createUser('agent', 'Dora');
    const there = await second.openSocket(dora);
    const cut = new Promise((resolve) => there.socket.once('disconnect', resolve));
    await dora.post('/api/auth/logout', undefined, { headers: { cookie: dora.cookie } });
    await cut;
    expect(there.otherMessages.map(({ name }) => name)).toContain('session:expired');
  });

  it('send a read mark to the user’s sockets on the other node', async () => {
    const ticket = await createTicket(carl);
    const reply = await createReply(carl, ticket);
    const there = await second.openSocket(ada);
    const marked = new Promise((resolve) => there.socket.once('read', resolve));
    await ada.put(`/api/tickets/${ticket.id}/read`, { upTo: reply.id });
    expect(await marked).toEqual({ ticketId: ticket.id, upTo: reply.id });
  });

  it.runIf(ON_POSTGRES)('cut the sockets of a session that ended while they had no connection', async () => {
    const dora = await first.createUser('agent', 'Dora');
    const there = await second.openSocket(dora);
    const cut = new Promise((resolve) => there.socket.once('disconnect', resolve));
    await first.sql(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen %'`);
    await dora.post('/api/auth/logout', undefined, { headers: { cookie: dora.cookie } });
    await cut;
    expect(there.otherMessages.map(({ name }) => name)).toContain('session:expired');
  });
});
