import { useLocation, useNavigate, useSearchParams } from '@solidjs/router';
import { For, onMount } from 'solid-js';
import { UNRESOLVED } from '../../../shared/workflow.ts';
import { useClient } from '../../data/client-context.ts';
import type { Counts } from '../../data/tickets/ticket-counts.ts';
import {
  defaultParams,
  parseQueueParams,
  queueSearch,
  VIEW_NAMES,
  VIEWS,
  type View,
} from '../../features/agent/queue/queue-params.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { createMediaQuery } from '../../ui/media-query.ts';
import { ShortcutKeys } from '../../ui/shortcuts/shortcut-keys.tsx';
import { runShortcut, useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { NavLink } from './nav-link.tsx';
import { UserMenu } from './user-menu.tsx';

const ICONS: Record<View, IconName> = {
  unassigned: 'inbox',
  mine: 'person',
  waiting: 'waiting_on_customer',
  open: 'open',
  resolved: 'resolved',
  all: 'all',
};

const sum = (counts: Counts['status']) => Object.values(counts).reduce((total, count) => total + count, 0);
const COUNT: Record<View, (counts: Counts) => number> = {
  unassigned: (counts) => counts.unassigned,
  mine: (counts) => counts.mine,
  waiting: (counts) => counts.status.waiting_on_customer,
  open: (counts) => UNRESOLVED.reduce((total, status) => total + counts.status[status], 0),
  resolved: (counts) => counts.status.resolved,
  all: (counts) => sum(counts.status),
};

/** The path of a queue view without filters. */
export const viewPath = (view: View): string => `/queue${queueSearch(defaultParams(view))}`;

/** Links that do not fit into the bar on a phone; shown in the user menu. */
const OVERFLOW_LINKS = [
  { label: 'Resolved tickets', path: viewPath('resolved') },
  { label: 'All tickets', path: viewPath('all') },
];

/** The agent's navigation: queue views with live counts, command palette, settings, user menu. A column, an icon rail, or a bottom bar. */
export function AgentNav() {
  const client = useClient();
  const navigate = useNavigate();
  useShortcut('goQueue', () => navigate('/queue'));
  useShortcut('goMine', () => navigate(viewPath('mine')));
  useShortcut('goUnassigned', () => navigate(viewPath('unassigned')));
  useShortcut('goPeople', () => navigate('/people'));
  // Loaded after the first render: not needed for it.
  onMount(async () => (await import('../../ui/focus/focus-fallback.ts')).installFocusFallback());
  const isPhone = createMediaQuery('(width < 860px)');
  const links = () => [...(isPhone() ? OVERFLOW_LINKS : []), { label: 'People', path: '/people' }];
  return (
    <nav class="agent-nav" aria-label="Queue">
      <NavLink href="/queue" class="brand">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        <span class="nav-label">Helpdesk</span>
      </NavLink>
      <button type="button" class="nav-search" onClick={() => runShortcut('palette')}>
        <Icon name="search" />
        <span class="nav-label">Go to…</span>
        <ShortcutKeys shortcut="palette" />
      </button>
      <ul class="nav-views">
        <For each={VIEW_NAMES}>{(view) => <ViewLink view={view} />}</For>
      </ul>
      <div class="nav-footer">
        <NavLink href="/people" class="nav-link nav-users" title="People">
          <Icon name="people" />
          <span class="nav-label">People</span>
        </NavLink>
        <NavLink href="/settings" class="nav-link" title="Settings">
          <Icon name="settings" />
          <span class="nav-label">Settings</span>
        </NavLink>
        <UserMenu name={client.me.name} links={links()} />
      </div>
    </nav>
  );
}

function ViewLink(props: { view: View }) {
  const client = useClient();
  const location = useLocation();
  const [query] = useSearchParams();
  const current = () => location.pathname.startsWith('/queue') && parseQueueParams(query).view === props.view;
  const count = () => {
    const counts = client.counts();
    return counts && COUNT[props.view](counts);
  };
  return (
    <li class={`nav-view ${props.view}`}>
      <a
        href={viewPath(props.view)}
        class="nav-link"
        aria-current={current() ? 'page' : undefined}
        title={VIEWS[props.view].label}
      >
        <Icon name={ICONS[props.view]} />
        <span class="nav-label">{VIEWS[props.view].label}</span>
        <span class="nav-count number">{count()}</span>
      </a>
    </li>
  );
}
