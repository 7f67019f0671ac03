import type { Role } from '../../../shared/vocabulary.ts';
import { SHORTCUT_LABELS } from '../../ui/shortcuts/shortcut-labels.ts';
import type { ShortcutName } from '../../ui/shortcuts/shortcuts.ts';

/** A row of the help: one shortcut, or the first and the last of a range. */
type HelpRow = { label: string; names: readonly ShortcutName[] };

const ALL = Object.keys(SHORTCUT_LABELS) as ShortcutName[];
const CUSTOMER_LABELS: Partial<Record<ShortcutName, string>> = {
  palette: SHORTCUT_LABELS.palette.label,
  search: SHORTCUT_LABELS.search.label,
  goMine: 'Go to My tickets',
  goSettings: SHORTCUT_LABELS.goSettings.label,
  help: SHORTCUT_LABELS.help.label,
  back: SHORTCUT_LABELS.back.label,
  newest: SHORTCUT_LABELS.newest.label,
  reply: SHORTCUT_LABELS.reply.label,
  send: SHORTCUT_LABELS.send.label,
};
/** Shortcuts shown as one row. */
const TABS: readonly ShortcutName[] = ['tab1', 'tab2', 'tab3', 'tab4', 'tab5'];

/** The shortcuts of this role, by group, as the help lists them. */
export function helpGroups(role: Role): { title: string; rows: HelpRow[] }[] {
  const available = role === 'agent' ? ALL : (Object.keys(CUSTOMER_LABELS) as ShortcutName[]);
  const groups = new Map<string, HelpRow[]>();
  for (const name of available) {
    const { label, group } = SHORTCUT_LABELS[name];
    const rows = groups.get(group) ?? [];
    if (name === 'tab1') rows.push({ label: 'Status tabs', names: ['tab1', 'tab5'] });
    else if (!TABS.includes(name))
      rows.push({ label: (role === 'customer' && CUSTOMER_LABELS[name]) || label, names: [name] });
    groups.set(group, rows);
  }
  return [...groups].map(([title, rows]) => ({ title, rows }));
}
