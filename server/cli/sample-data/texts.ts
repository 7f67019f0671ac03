import { arabic } from './phrases/arabic.ts';
import { english, notes } from './phrases/english.ts';
import { french } from './phrases/french.ts';
import { german } from './phrases/german.ts';
import { japanese } from './phrases/japanese.ts';
import { CITIES, DEVICES, type Language, NAMES, PRODUCTS } from './phrases/names.ts';
import type { Phrases } from './phrases/phrases.ts';
import { polish } from './phrases/polish.ts';
import { russian } from './phrases/russian.ts';
import { spanish } from './phrases/spanish.ts';
import type { Random } from './random.ts';

const PHRASES: Record<Language, Phrases> = {
  english,
  german,
  french,
  spanish,
  polish,
  russian,
  japanese,
  arabic,
};

/** The languages of the customers, in turn. */
const LANGUAGES: readonly Language[] = [
  ...(['english', 'german', 'english', 'french', 'english', 'japanese', 'english', 'spanish'] as const),
  ...(['english', 'polish', 'english', 'german', 'english', 'russian', 'english', 'french'] as const),
  ...(['english', 'arabic', 'english', 'spanish', 'english', 'german'] as const),
];

export const languageOf = (customer: number): Language => LANGUAGES[customer % LANGUAGES.length] ?? 'english';

/** A first and a last name. */
export function pickName(random: Random, language: Language): [string, string] {
  const [first, last] = NAMES[language];
  return [random.pick<string>(first), random.pick<string>(last)];
}

/** Who writes, and in which language: that of the customer. */
export type Author = { name: string; language: Language };

/** What a reply is about. */
export type Topic = 'additions' | 'thanks' | 'returns' | 'questions' | 'updates' | 'solutions';

/** The subject of a ticket. */
export const writeSubject = (random: Random, language: Language) =>
  fill(random, language, random.pick(PHRASES[language].subjects));

/** The description of a ticket: from one sentence to a long log excerpt. */
export function writeDescription(random: Random, { language, name }: Author): string {
  const { greetings, problems, details, closings } = PHRASES[language];
  const body = [random.pick(problems), ...pickSome(random, details, 5)].join(' ');
  const text = fill(random, language, `${random.pick(greetings)}\n\n${body}`);
  const closing = random.pick(closings).replace('{name}', name);
  return `${text}${random.chance(0.08) ? logExcerpt(random) : ''}\n\n${closing}`;
}

/** A public reply in the customer's language: a sentence, or some more; sometimes with a log excerpt. */
export function writeReply(random: Random, { language, name }: Author, topic: Topic): string {
  const phrases = PHRASES[language];
  const isFromCustomer = topic === 'additions' || topic === 'returns';
  const more = pickSome(
    random,
    isFromCustomer ? phrases.details : phrases.updates,
    topic === 'thanks' ? 0 : 4,
  );
  const greeting = random.chance(0.4) ? `${random.pick(phrases.greetings)}\n\n` : '';
  const closing = random.chance(0.4) ? `\n\n${random.pick(phrases.closings).replace('{name}', name)}` : '';
  const text = greeting + fill(random, language, [random.pick(phrases[topic]), ...more].join(' ')) + closing;
  return isFromCustomer && random.chance(0.05) ? text + logExcerpt(random) : text;
}

/** An internal note. */
export const writeNote = (random: Random) =>
  fill(random, 'english', pickSome(random, notes, 2).join(' ') || notes[0]);

const SLOTS: Record<string, (random: Random, language: Language) => string> = {
  product: (random) => random.pick<string>(PRODUCTS),
  city: (random) => random.pick<string>(CITIES),
  device: (random) => random.pick<string>(DEVICES),
  name: (random, language) => pickName(random, language).join(' '),
  number: (random) => String(1000 + random.below(900_000)),
  code: (random) =>
    random.pick([
      `ERR-${1000 + random.below(9000)}`,
      'HTTP 502',
      'ECONNRESET',
      `0x${(random.below(65_536)).toString(16)}`,
    ]),
  file: (random) =>
    `${random.pick(['orders', 'kunden', 'export', 'stock'])}-${2024 + random.below(3)}-${1 + random.below(12)}.csv`,
  version: (random) => `${3 + random.below(3)}.${random.below(20)}.${random.below(10)}`,
};

/** Fills the slots of a phrase. */
const fill = (random: Random, language: Language, phrase: string) =>
  phrase.replace(/\{(\w+)\}/g, (_, slot: string) => SLOTS[slot]?.(random, language) ?? slot);

/** Up to `max` of the sentences; few more often than many. */
function pickSome(random: Random, sentences: readonly string[], max: number): string[] {
  const count = Math.floor(random.next() ** 2 * (max + 1));
  const start = random.below(sentences.length);
  return Array.from({ length: count }, (_, i) => sentences[(start + i) % sentences.length] ?? '');
}

const EVENTS = [
  'request timed out',
  'retry scheduled',
  'connection reset by peer',
  'row skipped',
  'cache miss',
];

/** Lines of a log in a code block; rarely some thousand characters. */
function logExcerpt(random: Random): string {
  const lines = Array.from({ length: 3 + Math.floor(random.next() ** 4 * 120) }, (_, i) => {
    const at = `${String(8 + (i % 12)).padStart(2, '0')}:${String(random.below(60)).padStart(2, '0')}:07.${100 + random.below(900)}`;
    return `${at} WARN worker-${random.below(8)} job=${random.below(1e6)} ${random.pick(EVENTS)}`;
  });
  return `\n\n\`\`\`\n${lines.join('\n')}\n\`\`\``;
}
