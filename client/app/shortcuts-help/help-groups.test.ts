import { expect, test } from 'vitest';
import { SHORTCUTS } from '../../ui/shortcuts/shortcuts.ts';
import { helpGroups } from './help-groups.ts';

const namesFor = (role: 'agent' | 'customer') =>
  helpGroups(role).flatMap(({ rows }) => rows.flatMap(({ names }) => names));

test('the help of an agent lists every declared shortcut', () => {
  // Tabs 1 to 5 are one row with the first and the last of them.
  const listed: string[] = [...namesFor('agent'), 'tab2', 'tab3', 'tab4'];
  expect(listed.sort()).toEqual(Object.keys(SHORTCUTS).sort());
});

test('the help of a customer lists no shortcut of agents', () => {
  expect(namesFor('customer')).not.toContain('assign');
  expect(namesFor('customer')).toContain('palette');
});

test('no two rows of a help have the same label or keys', () => {
  for (const role of ['agent', 'customer'] as const) {
    const rows = helpGroups(role).flatMap((group) => group.rows);
    expect(new Set(rows.map(({ label }) => label)).size).toBe(rows.length);
    const keys = rows.flatMap(({ names }) => names.map((name) => SHORTCUTS[name]));
    expect(new Set(keys).size).toBe(keys.length);
  }
});
