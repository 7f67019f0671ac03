const SEEDS = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a] as const;
const FACTORS = [597399067, 2869860233, 951274213, 2716044179] as const;

/** One 32-bit hash of the text. */
function hash(text: string, seed: number, factor: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), factor);
    value ^= value >>> 15;
  }
  return value >>> 0;
}

/**
 * A UUID that depends on the text only: the same text has the same Idempotency-Key in every tab and after a reload, and
 * a changed text has another one. Not for secrets. `crypto.subtle` is missing on http pages other than localhost.
 */
export function keyOfText(text: string): string {
  const hex = SEEDS.map((seed, i) =>
    hash(text, seed, FACTORS[i] ?? 1)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-8$4-$5');
}
