const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** `text` is a piece of a search snippet. */
const LABELS = new Set(['name', 'subject', 'preview', 'text']);

/**
 * Removes text-direction characters from the names, subjects, previews and snippets in received data, in place. They could end the
 * isolation of a `<bdi>` and reverse the words around it. The server refuses them in new names and subjects.
 */
export function cleanLabels<T>(data: T): T {
  if (typeof data !== 'object' || data === null) return data;
  // Seam: any JSON object.
  const record = data as Record<string, unknown>;
  for (const [key, value] of Object.entries(record)) {
    if (typeof value === 'object') cleanLabels(value);
    else if (typeof value === 'string' && LABELS.has(key)) record[key] = value.replace(BIDI_CONTROLS, '');
  }
  return data;
}
