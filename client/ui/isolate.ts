const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const LETTER = /\p{L}/u;
const LINE_BREAKS = /[\r\n\u2028\u2029]+/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Text without the invisible characters that reverse or isolate what follows them. */
export const withoutBidiControls = (text: string): string => text.replace(BIDI_CONTROLS, '');

/** The direction of a text: of its first letter. */
export const directionOf = (text: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.test(LETTER.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr';

/**
 * Text of a user (a name, a subject) for use inside a sentence where no markup is possible: titles, notifications,
 * labels. Its direction does not change the order of the words around it. In markup use `<bdi>`.
 */
export function isolate(text: string): string {
  const clean = withoutBidiControls(text).replace(LINE_BREAKS, ' ');
  return RIGHT_TO_LEFT.test(clean) ? `\u2068${clean}\u2069` : clean;
}
