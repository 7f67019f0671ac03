import { useNavigate } from '@solidjs/router';
import { useClient } from '../../data/client-context.ts';
import { VIEW_NAMES, VIEWS, type View } from '../../features/agent/queue/queue-params.ts';
import { setTheme, type Theme, theme } from '../../features/settings/theme.ts';
import type { ShortcutName } from '../../ui/shortcuts/shortcuts.ts';
import { VIEW_ICONS, viewPath } from '../navigation/queue-views.ts';
import type { Command } from './match-commands.ts';
import { shortcut } from './ticket-commands.ts';

const VIEW_SHORTCUTS: Partial<Record<View, ShortcutName>> = {
  unassigned: 'goUnassigned',
  mine: 'goMine',
  open: 'goQueue',
};
const VIEW_KEYWORDS: Record<View, string> = {
  unassigned: 'new free no assignee queue tickets view',
  mine: 'my assigned to me queue tickets view',
  waiting: 'on customer pending queue tickets view',
  open: 'unresolved home inbox queue tickets view',
  resolved: 'closed solved done queue tickets view',
  all: 'every queue tickets view',
};
const THEMES: readonly [Theme, string][] = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['system', 'System'],
];

/** The pages of this role, and the actions that need no ticket. */
export function generalCommands(signOut: () => void): Command[] {
  const client = useClient();
  const navigate = useNavigate();
  const isAgent = client.me.role === 'agent';
  const page = (
    path: string,
    label: string,
    rest: Pick<Command, 'icon' | 'keywords' | 'shortcut'>,
  ): Command => ({
    key: path,
    group: 'Go to',
    label: `Go to ${label}`,
    run: () => navigate(path),
    ...rest,
  });
  const views = VIEW_NAMES.map((view) =>
    page(viewPath(view), VIEWS[view].label, {
      icon: VIEW_ICONS[view],
      keywords: VIEW_KEYWORDS[view],
      shortcut: VIEW_SHORTCUTS[view],
    }),
  );
  const forAgents = [
    ...views,
    page('/people', 'People', {
      icon: 'people',
      keywords: 'users team agents customers invite deactivate',
      shortcut: 'goPeople',
    }),
  ];
  const forCustomers: Command[] = [
    {
      key: '/tickets/new',
      group: 'Go to',
      label: 'New ticket',
      keywords: 'create write ask question problem contact support',
      icon: 'plus',
      run: () => navigate('/tickets/new'),
    },
    page('/tickets', 'My tickets', { icon: 'inbox', keywords: 'list home', shortcut: 'goMine' }),
  ];
  return [
    ...(isAgent ? forAgents : forCustomers),
    page('/settings', 'Settings', {
      icon: 'settings',
      keywords:
        'preferences profile name password email notifications desktop sessions devices enter sends single-key after sending',
      shortcut: 'goSettings',
    }),
    ...[
      ...shortcut('search', 'Search tickets', 'search', 'find filter'),
      ...shortcut('help', 'Keyboard shortcuts', 'all', 'help keys hotkeys'),
      ...THEMES.map(([value, label]) => ({
        key: `theme ${value}`,
        label: `Set theme: ${label}`,
        keywords: 'appearance mode colors colours',
        hint: value === theme() ? 'Current' : undefined,
        icon: 'eye' as const,
        run: () => setTheme(value),
      })),
      ...shortcut('applyUpdates', 'Apply pending updates', 'down', 'refresh reload list new'),
      {
        key: 'docs',
        label: 'Open the API documentation',
        keywords: 'docs reference developers',
        icon: 'link' as const,
        run: () => location.assign('/docs'),
      },
      {
        key: 'signOut',
        label: 'Sign out',
        keywords: 'log out logout leave account',
        icon: 'logout' as const,
        run: signOut,
      },
    ].map((draft): Command => ({ ...draft, group: 'General' })),
  ];
}
