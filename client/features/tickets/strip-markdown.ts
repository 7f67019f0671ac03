/** Removes the marks of bold, code and quotes, for single-line previews. */
export const stripMarkdown = (text: string): string => text.replace(/\*\*|`+|^\s*(?:>\s*)+/g, '');
