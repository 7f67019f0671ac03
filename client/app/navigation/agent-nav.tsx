import { useLocation, useNavigate, useSearchParams } from '@solidjs/router';
import { For, onMount } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { parseQueueParams, VIEW_NAMES, VIEWS, type View } from '../../features/agent/queue/queue-params.ts';
import { Icon } from '../../ui/icon.tsx';
import { createMediaQuery } from '../../ui/media-query.ts';
import { ShortcutKeys } from '../../ui/shortcuts/shortcut-keys.tsx';
import { runShortcut, useAriaKeys, useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { exactCount, NavCount } from './nav-count.tsx';
import { NavLink } from './nav-link.tsx';
import { VIEW_COUNTS, VIEW_ICONS, viewPath } from './queue-views.ts';
import { UserMenu } from './user-menu.tsx';

/** Links that do not fit into the bar on a phone; shown in the user menu. */
const OVERFLOW_LINKS = [
  { label: 'Resolved tickets', path: viewPath('resolved') },
  { label: 'All tickets', path: viewPath('all') },
  { label: 'People', path: '/people' },
];

/** The agent's navigation: queue views with live counts, command palette, settings, user menu. A column, an icon rail, or a bottom bar. */
export function AgentNav() {
  const client = useClient();
  const navigate = useNavigate();
  const ariaKeys = useAriaKeys();
  useShortcut('goQueue', () => navigate('/queue'));
  useShortcut('goMine', () => navigate(viewPath('mine')));
  useShortcut('goUnassigned', () => navigate(viewPath('unassigned')));
  useShortcut('goPeople', () => navigate('/people'));
  // Loaded after the first render: not needed for it.
  onMount(async () => (await import('../../ui/focus/focus-fallback.ts')).installFocusFallback());
  const isPhone = createMediaQuery('(width < 860px)');
  return (
    <nav class="agent-nav" aria-label="Queue">
      <NavLink href="/queue" class="brand" title="Helpdesk">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        <span class="nav-label">Helpdesk</span>
      </NavLink>
      <button
        type="button"
        class="nav-search"
        title="Go to…"
        aria-keyshortcuts={ariaKeys('palette')}
        onClick={() => runShortcut('palette')}
      >
        <Icon name="search" />
        <span class="nav-label">Go to…</span>
        <ShortcutKeys shortcut="palette" />
      </button>
      <ul class="nav-views">
        <For each={VIEW_NAMES}>{(view) => <ViewLink view={view} />}</For>
      </ul>
      <div class="nav-footer">
        <NavLink href="/people" class="nav-link" title="People">
          <Icon name="people" />
          <span class="nav-label">People</span>
        </NavLink>
        <NavLink href="/settings" class="nav-link" title="Settings">
          <Icon name="settings" />
          <span class="nav-label">Settings</span>
        </NavLink>
        <UserMenu name={client.me.name} links={isPhone() ? OVERFLOW_LINKS : []} />
      </div>
    </nav>
  );
}

function ViewLink(props: { view: View }) {
  const client = useClient();
  const location = useLocation();
  const [query] = useSearchParams();
  const current = () => location.pathname.startsWith('/queue') && parseQueueParams(query).view === props.view;
  const label = () => VIEWS[props.view].label;
  const count = () => {
    const counts = client.counts();
    return counts && VIEW_COUNTS[props.view](counts);
  };
  return (
    <li class={`nav-view ${props.view}`}>
      <a
        href={viewPath(props.view)}
        class="nav-link"
        aria-current={current() ? 'page' : undefined}
        title={`${label()}${count() === undefined ? '' : ` (${exactCount(count() ?? 0)})`}`}
      >
        <Icon name={VIEW_ICONS[props.view]} />
        <span class="nav-label">{label()}</span>
        <NavCount count={count()} />
      </a>
    </li>
  );
}
