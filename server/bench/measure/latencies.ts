import type { Workspace } from '../workspace.ts';
import { REPLY } from './requests.ts';
import { createTimedClient } from './timed-request.ts';

/** Response times in ms, of one request after another. */
export type Latencies = { list: number[]; counts: number[]; detail: number[]; reply: number[] };

/** Lists as the web client requests them: views of the queue, sorts, filters and a later page. */
const LISTS = [
  '',
  '?status=open',
  '?status=resolved&limit=20',
  '?status=open&status=in_progress&status=waiting_on_customer&status=reopened',
  '?assignee=me',
  '?assignee=none&sort=waiting',
  '?priority=high&sort=created',
  '?status=resolved&sort=priority&limit=100',
  '?sort=waiting',
];

/** Reads lists, counts and threads, and writes replies, as several users, one request at a time. */
export async function measureLatencies(
  url: string,
  workspace: Workspace,
  rounds: number,
): Promise<Latencies> {
  const { agents, customers, tickets } = workspace;
  const { time, close } = createTimedClient(url);
  const latencies: Latencies = { list: [], counts: [], detail: [], reply: [] };
  // The first round compiles the code and is not counted.
  for (let round = -1; round < rounds; round += 1) {
    const agent = agents[(round + 1) % agents.length]?.token;
    const customer = customers[(round + 1) % customers.length]?.token;
    const add = (kind: keyof Latencies, ms: number) => round >= 0 && latencies[kind].push(ms);
    for (const list of LISTS) add('list', await time(`/api/tickets${list}`, agent));
    add('list', await time('/api/tickets?limit=20', customer));
    for (const token of [agent, customer]) add('counts', await time('/api/tickets/counts', token));
    for (const [i, ids] of [tickets.long, tickets.any, tickets.any, tickets.any].entries()) {
      const id = ids[(round * 4 + i + 4) % ids.length];
      add('detail', await time(`/api/tickets/${id}`, agent));
      if (i > 1) add('reply', await time(`/api/tickets/${id}/replies`, agent, { content: REPLY }));
    }
  }
  close();
  return latencies;
}
