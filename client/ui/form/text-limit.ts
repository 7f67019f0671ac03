/** How far a text exceeds the limit. The server measures the length without surrounding white space, and so does this. */
export const excessLength = (text: string, max: number): number => Math.max(0, text.trim().length - max);

/** The part of a text beyond the limit, and what stands before and after it. Undefined within the limit. */
export function splitAtLimit(
  text: string,
  max: number,
): [before: string, excess: string, after: string] | undefined {
  if (excessLength(text, max) === 0) return undefined;
  const start = text.length - text.trimStart().length + max;
  const end = text.trimEnd().length;
  return [text.slice(0, start), text.slice(start, end), text.slice(end)];
}

/** From this share of the limit on, the remaining length is shown. */
const SHOWN_FROM = 0.9;

/** The text of a length counter; undefined while the text is far from the limit. */
export function limitMessage(text: string, max: number): string | undefined {
  const { length } = text.trim();
  const number = (value: number) => value.toLocaleString('en');
  if (length > max)
    return `${number(length - max)} ${length - max === 1 ? 'character' : 'characters'} over the limit of ${number(max)}`;
  return length >= max * SHOWN_FROM ? `${number(length)} of ${number(max)}` : undefined;
}
