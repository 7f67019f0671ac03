import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Environment } from '../config.ts';

// `npm run docs`: writes the table of settings in docs/operations.md, from the settings in server/config.ts.

const DOCUMENT = path.join(import.meta.dirname, '../../docs/operations.md');
const BEGIN = '<!-- begin: npm run docs -->\n';
const END = '<!-- end -->';

/** The document with the current table of settings. */
export function withSettings(document: string): string {
  const start = document.indexOf(BEGIN) + BEGIN.length;
  const end = document.indexOf(END, start);
  if (start < BEGIN.length || end < 0)
    throw new Error('docs/operations.md has no place for the table of settings.');
  return document.slice(0, start) + settingsTable() + document.slice(end);
}

function settingsTable(): string {
  const { properties = {} } = z.toJSONSchema(Environment, { io: 'input' });
  const rows = Object.entries(properties).map(([name, setting]) => {
    const { description, unset, default: value } = setting as Record<string, unknown>;
    if (!description) throw new Error(`${name} has no description in server/config.ts.`);
    return `| \`${name}\` | ${value === undefined ? (unset ?? 'not set') : `\`${value}\``} | ${description} |\n`;
  });
  return `| Variable | Default | Meaning |\n| --- | --- | --- |\n${rows.join('')}`;
}

if (import.meta.main) writeFileSync(DOCUMENT, withSettings(readFileSync(DOCUMENT, 'utf8')));
