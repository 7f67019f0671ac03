import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { ListedTicket } from '../../shared/schemas.ts';
import { openDatabase } from '../db/orm.ts';
import { createDatabaseFile } from '../testing/server-process.ts';
import { startTestApp } from '../testing/test-app.ts';

const FIXTURE = path.join(import.meta.dirname, '../testing/fixtures/log-version-1.sql');

it.each([
  ['without a search', null],
  ['with the first index, whose words were other ones', 'Migration20261125120000_search'],
])('a search finds the texts of a database %s', async (_, earlier) => {
  const place = createDatabaseFile();
  const old = new Database(place.file);
  old.exec(readFileSync(FIXTURE, 'utf8'));
  old.exec(`update users set name = 'O\u200eNeil' where id = 3`);
  if (earlier) {
    const orm = await openDatabase(place.file);
    await orm.migrator.up({ to: earlier });
    await orm.close();
    old.exec(`update users set search_text = ' o neil '; insert into search (rowid, text) values (1, 'x')`);
  }
  old.close();

  const app = await startTestApp({ DATABASE_URL: `sqlite:${place.file}` });
  const ada = await app.createUser('agent');
  const find = async (q: string, notes = 'false') =>
    (
      await ada.get<{ tickets: ListedTicket[] }>(`/api/tickets?${new URLSearchParams({ q, notes })}`)
    ).body.tickets.map(({ id, match }) => [id, match?.field]);
  expect(await find('oneil avatar upload')).toEqual([[1, 'subject']]);
  expect(await find('oneil picture settings')).toEqual([[1, 'reply']]);
  expect(await find('upload')).toEqual([[1, 'description']]);
  expect(await find('runbook')).toEqual([]);
  expect(await find('runbook', 'true')).toEqual([[3, 'note']]);
  await app.close();
  place.remove();
});
