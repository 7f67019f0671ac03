import type { Logger } from 'pino';
import type { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import type { Orm } from '../db/orm.ts';
import { type LogEntry, lastSeq, readLog } from '../events/event-log.ts';

const PAGE_SIZE = 500;
/** Picks up writes without a notification, such as one of a process that died right after its commit. */
const TIMER_MS = 2000;

/** The rooms the relay emits to. Each audience has its own type: neither can receive the other's events. */
export type Rooms = {
  agents: (event: AgentEvent) => void;
  customer: (customerId: number, event: CustomerEvent) => void;
  /** In place of an event that cannot be read: `seq` is the receiver's own number of it. */
  agentsStale: (seq: number) => void;
  customerStale: (customerId: number, seq: number) => void;
};

export type Relay = Awaited<ReturnType<typeof startRelay>>;

/** Tails the log and emits to the rooms, in log order: the source of every live event. */
export async function startRelay(orm: Orm, rooms: Rooms, log: Logger) {
  let head = await lastSeq(orm.em.fork());
  let running: Promise<void> | null = null;
  let again = false;

  async function drain(): Promise<void> {
    try {
      do {
        again = false;
        const { entries, isLast } = await readLog(orm.em.fork(), head, PAGE_SIZE);
        // Emit and move the head in one tick: a socket that compares its position with `head` misses nothing.
        for (const entry of entries) {
          emit(entry);
          head = entry.seq;
        }
        if (!isLast) again = true;
      } while (again);
    } finally {
      // In the same tick as the last check of `again`: a notification is covered by this read or starts the next.
      running = null;
    }
  }

  function emit({ seq, customerId, customerSeq, agentEvent, customerEvent }: LogEntry): void {
    if (agentEvent) rooms.agents(agentEvent);
    else rooms.agentsStale(seq);
    if (customerSeq === null) return;
    if (customerEvent) rooms.customer(customerId, customerEvent);
    else rooms.customerStale(customerId, customerSeq);
  }

  /** Starts a read, or repeats the running one; resolves when everything written before is emitted. */
  function catchUp(): Promise<void> {
    again = true;
    running ??= Promise.resolve().then(drain);
    return running;
  }
  const notify = () => void catchUp().catch((err) => log.error({ err }, 'The relay could not read the log'));

  const timer = setInterval(notify, TIMER_MS);
  return {
    /** Something was written: emits it soon. */
    notify,
    /** Waits until everything committed before now is emitted. */
    catchUp,
    /** The seq of the last row that was emitted. */
    get head() {
      return head;
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(() => {});
    },
  };
}
