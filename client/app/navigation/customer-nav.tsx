import { useNavigate } from '@solidjs/router';
import { useClient } from '../../data/client-context.ts';
import { Icon } from '../../ui/icon.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { NavLink } from './nav-link.tsx';
import { UserMenu } from './user-menu.tsx';

/** The customer's navigation: own tickets, new ticket, user menu. */
export function CustomerNav() {
  const client = useClient();
  const navigate = useNavigate();
  useShortcut('goMine', () => navigate('/tickets'));
  return (
    <header class="customer-nav">
      <div class="customer-nav-inner">
        <NavLink href="/tickets" class="brand">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Helpdesk
        </NavLink>
        <nav aria-label="Main" class="customer-nav-links">
          <NavLink href="/tickets" class="truncate">
            My tickets
          </NavLink>
          <NavLink href="/tickets/new" class="button primary">
            <Icon name="plus" />
            <span class="nav-label">New ticket</span>
          </NavLink>
        </nav>
        <UserMenu name={client.me.name} />
      </div>
    </header>
  );
}
