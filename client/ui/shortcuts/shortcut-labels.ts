import type { ShortcutName } from './shortcuts.ts';

type ShortcutLabel = { label: string; group: 'Everywhere' | 'Queue' | 'Ticket' | 'Writing' };

/** The label and group of each shortcut. A file of its own: loaded with the help and the command palette only. */
export const SHORTCUT_LABELS: Record<ShortcutName, ShortcutLabel> = {
  palette: { label: 'Command palette', group: 'Everywhere' },
  search: { label: 'Search tickets', group: 'Everywhere' },
  goQueue: { label: 'Go to All open', group: 'Everywhere' },
  goMine: { label: 'Go to Mine', group: 'Everywhere' },
  goUnassigned: { label: 'Go to Unassigned', group: 'Everywhere' },
  goPeople: { label: 'Go to People', group: 'Everywhere' },
  goSettings: { label: 'Go to Settings', group: 'Everywhere' },
  help: { label: 'Keyboard shortcuts', group: 'Everywhere' },
  back: { label: 'Close, leave the field, go back to the list', group: 'Everywhere' },
  nextRow: { label: 'Next ticket', group: 'Queue' },
  previousRow: { label: 'Previous ticket', group: 'Queue' },
  applyUpdates: { label: 'Apply pending updates', group: 'Queue' },
  tab1: { label: 'Status tab 1', group: 'Queue' },
  tab2: { label: 'Status tab 2', group: 'Queue' },
  tab3: { label: 'Status tab 3', group: 'Queue' },
  tab4: { label: 'Status tab 4', group: 'Queue' },
  tab5: { label: 'Status tab 5', group: 'Queue' },
  assign: { label: 'Assign to me', group: 'Ticket' },
  status: { label: 'Change status', group: 'Ticket' },
  priority: { label: 'Change priority', group: 'Ticket' },
  resolve: { label: 'Resolve', group: 'Ticket' },
  unread: { label: 'Mark unread', group: 'Ticket' },
  newest: { label: 'Go to newest message', group: 'Ticket' },
  reply: { label: 'Reply', group: 'Ticket' },
  note: { label: 'Add internal note', group: 'Ticket' },
  send: { label: 'Send', group: 'Writing' },
  sendAndWait: { label: 'Send and wait', group: 'Writing' },
  sendAndResolve: { label: 'Send and resolve', group: 'Writing' },
};
