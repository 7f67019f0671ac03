import { User } from '../../entities/user.ts';
import { COMPANIES, type Language } from './phrases/names.ts';
import type { Random } from './random.ts';
import { languageOf, pickName } from './texts.ts';

export type Customer = { user: User; language: Language };
/** The users of the sample data. */
export type Cast = { agents: User[]; customers: Customer[] };

type Options = {
  customers: number;
  agents: number;
  /** The id of the first new user. */
  firstId: number;
  /** All of them joined in the month before. */
  before: number;
  passwordHash: string;
};

const MONTH_MS = 30 * 24 * 3_600_000;

/** How many customers and agents write this many tickets: 632 and 26 for 100 000. */
export const sizeOfCast = (tickets: number) => ({
  customers: Math.max(3, Math.ceil(2 * Math.sqrt(tickets))),
  agents: Math.max(3, Math.ceil(Math.sqrt(tickets) / 12)),
});

/** Creates agents and customers with names, addresses and languages. */
export function createCast(
  random: Random,
  { customers, agents, firstId, before, passwordHash }: Options,
): Cast {
  const total = customers + agents;
  const members = Array.from({ length: total }, (_, i): Customer => {
    const role = i < agents ? 'agent' : 'customer';
    const language = role === 'agent' ? 'english' : languageOf(i - agents);
    const [first, last] = pickName(random, language);
    const id = firstId + i;
    const company = role === 'agent' ? 'helpdesk' : random.pick(COMPANIES);
    const user = Object.assign(new User(), {
      id,
      email: `${addressOf(first, last)}.${id}@${company}.example`,
      passwordHash,
      name: `${first} ${last}`,
      role,
      active: true,
      createdAt: new Date(before - MONTH_MS + Math.floor((i * MONTH_MS) / total)),
    } as const);
    return { user, language };
  });
  return { agents: members.slice(0, agents).map(({ user }) => user), customers: members.slice(agents) };
}

/** The local part of an address, in ASCII: `Jürgen` becomes `jurgen`, and a name in another script `user`. */
function addressOf(first: string, last: string): string {
  const ascii = (name: string) =>
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z]/g, '');
  return [first, last].map(ascii).filter(Boolean).join('.') || 'user';
}
