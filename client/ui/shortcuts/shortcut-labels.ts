import type { ShortcutName } from './shortcuts.ts';

type ShortcutLabel = { label: string; group: 'Everywhere' | 'Queue' | 'Ticket' | 'Writing' };

/** The label and group of each shortcut. A file of its own: loaded with the help and the command palette only. */
export const SHORTCUT_LABELS: Record<ShortcutName, ShortcutLabel> = {
  palette: { label: 'Command palette', group: 'Everywhere' },
  search: { label: 'Search', group: 'Everywhere' },
  goQueue: { label: 'Go to the queue', group: 'Everywhere' },
  goMine: { label: 'Go to my tickets', group: 'Everywhere' },
  goUnassigned: { label: 'Go to unassigned tickets', group: 'Everywhere' },
  goPeople: { label: 'Go to people', group: 'Everywhere' },
  goSettings: { label: 'Go to settings', group: 'Everywhere' },
  help: { label: 'Keyboard shortcuts', group: 'Everywhere' },
  back: { label: 'Close, leave the field, back to the list', group: 'Everywhere' },
  nextRow: { label: 'Next ticket', group: 'Queue' },
  previousRow: { label: 'Previous ticket', group: 'Queue' },
  applyUpdates: { label: 'Apply pending updates', group: 'Queue' },
  tab1: { label: 'First status tab', group: 'Queue' },
  tab2: { label: 'Second status tab', group: 'Queue' },
  tab3: { label: 'Third status tab', group: 'Queue' },
  tab4: { label: 'Fourth status tab', group: 'Queue' },
  tab5: { label: 'Fifth status tab', group: 'Queue' },
  assign: { label: 'Assign to me', group: 'Ticket' },
  status: { label: 'Change the status', group: 'Ticket' },
  priority: { label: 'Change the priority', group: 'Ticket' },
  resolve: { label: 'Resolve', group: 'Ticket' },
  unread: { label: 'Mark unread', group: 'Ticket' },
  newest: { label: 'Newest message', group: 'Ticket' },
  reply: { label: 'Reply', group: 'Ticket' },
  note: { label: 'Internal note', group: 'Ticket' },
  send: { label: 'Send', group: 'Writing' },
  sendAndWait: { label: 'Send and wait for the customer', group: 'Writing' },
  sendAndResolve: { label: 'Send and resolve', group: 'Writing' },
};
