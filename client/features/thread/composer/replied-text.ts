/** "Robin and Maya replied while you were writing"; undefined without a reply. */
export function repliedText(authors: readonly string[]): string | undefined {
  const names = [...new Set(authors)];
  if (names.length === 0) return undefined;
  const [first, second] = names;
  const who =
    names.length === 1 ? first : names.length === 2 ? `${first} and ${second}` : `${names.length} people`;
  return `${who} replied while you were writing`;
}
