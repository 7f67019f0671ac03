import { useNavigate } from '@solidjs/router';
import { useDesk } from '../../data/client-context.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useShortcut } from '../../ui/shortcuts/shortcuts.ts';
import { NavLink } from './nav-link.tsx';
import { PersonMenu } from './user-menu.tsx';

/** The customer's way around: their tickets, a new one, themselves. */
export function CustomerHeader() {
  const desk = useDesk();
  const navigate = useNavigate();
  useShortcut('goMine', () => navigate('/tickets'));
  return (
    <header class="top">
      <div class="top-inner">
        <NavLink href="/tickets" class="brand">
          <img src="/favicon.svg" alt="" width="24" height="24" />
          Helpdesk
        </NavLink>
        <nav aria-label="Main" class="top-nav">
          <NavLink href="/tickets">My tickets</NavLink>
          <NavLink href="/tickets/new" class="button primary">
            <Icon name="plus" />
            <span class="nav-word">New ticket</span>
          </NavLink>
        </nav>
        <PersonMenu name={desk.me.name} />
      </div>
    </header>
  );
}
