import type { Logger } from 'pino';
import type { AgentEvent, CustomerEvent } from '../../shared/events.ts';
import type { Orm } from '../db/orm.ts';
import { lastSeq, readLog, toAgentEvent, toCustomerEvent } from '../events/event-log.ts';

const PAGE = 500;
/** Picks up what no poke told of, such as a write of a process that died before it could. */
const SLOW_TIMER_MS = 2000;

/** Who is told: rooms, never single sockets. Each audience has its own type, so that neither can get the other's. */
export type Rooms = {
  agents: (event: AgentEvent) => void;
  customer: (customerId: number, event: CustomerEvent) => void;
};

export type Relay = Awaited<ReturnType<typeof startRelay>>;

/** Tails the log and tells the rooms: everything live comes from here, in log order. */
export async function startRelay(orm: Orm, rooms: Rooms, log: Logger) {
  let head = await lastSeq(orm.em.fork());
  let running: Promise<void> | null = null;
  let again = false;

  async function drain(): Promise<void> {
    try {
      do {
        again = false;
        const page = await readLog(orm.em.fork(), head, PAGE);
        // Emitting and moving the head is one tick: a socket that compares itself with `head` misses nothing.
        for (const row of page) {
          const shown = toCustomerEvent(row);
          rooms.agents(toAgentEvent(row));
          if (shown) rooms.customer(row.customer_id, shown);
          head = row.seq;
        }
        if (page.length === PAGE) again = true;
      } while (again);
    } finally {
      // In the same tick as the last look at `again`: a poke is either seen by this reading or starts the next.
      running = null;
    }
  }

  /** Something was written. Many pokes are one reading; resolves when all that was written before is told. */
  function notify(): Promise<void> {
    again = true;
    running ??= Promise.resolve().then(drain);
    return running;
  }
  const pokeQuietly = () =>
    void notify().catch((err) => log.error({ err }, 'The relay could not read the log'));

  const timer = setInterval(pokeQuietly, SLOW_TIMER_MS);
  return {
    notify: pokeQuietly,
    /** Waits until everything committed before now has been told. */
    catchUp: notify,
    /** Everything up to this number has been told. */
    get head() {
      return head;
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(() => {});
    },
  };
}
