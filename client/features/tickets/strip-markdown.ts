/** The beginning of a message as one plain line: the marks of bold, code and quotes mean nothing there. */
export const stripMarkdown = (text: string): string => text.replace(/\*\*|`+|^\s*(?:>\s*)+/g, '');
