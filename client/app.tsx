import { type RouteDefinition, Router } from '@solidjs/router';
import { AuthGuard } from './app/auth-guard.tsx';
import { trackNavigation } from './ui/focus/route-focus.ts';
import { lazyNamed } from './ui/lazy-named.ts';

const SignInPage = lazyNamed(() => import('./features/auth/sign-in-page.tsx'), 'SignInPage');
const RegisterPage = lazyNamed(() => import('./features/auth/register-page.tsx'), 'RegisterPage');
const SignedInLayout = lazyNamed(() => import('./app/signed-in-layout.tsx'), 'SignedInLayout');
const AgentsOnly = lazyNamed(() => import('./app/role-guard.tsx'), 'AgentsOnly');
const CustomersOnly = lazyNamed(() => import('./app/role-guard.tsx'), 'CustomersOnly');
const HomeRedirect = lazyNamed(() => import('./app/home-redirect.tsx'), 'HomeRedirect');
const TicketListPage = lazyNamed(() => import('./features/customer/ticket-list-page.tsx'), 'TicketListPage');
const CustomerTicketPage = lazyNamed(
  () => import('./features/customer/ticket-page.tsx'),
  'CustomerTicketPage',
);
const NewTicketPage = lazyNamed(() => import('./features/customer/new-ticket-page.tsx'), 'NewTicketPage');
const QueuePage = lazyNamed(() => import('./features/agent/queue/queue-page.tsx'), 'QueuePage');
const WorkspacePage = lazyNamed(
  () => import('./features/agent/workspace/workspace-page.tsx'),
  'WorkspacePage',
);
const SettingsPage = lazyNamed(() => import('./features/settings/settings-page.tsx'), 'SettingsPage');
const UsersPage = lazyNamed(() => import('./features/users/users-page.tsx'), 'UsersPage');
const AcceptInvitationPage = lazyNamed(
  () => import('./features/auth/accept-invitation-page.tsx'),
  'AcceptInvitationPage',
);
const NotFoundPage = lazyNamed(() => import('./app/not-found-page.tsx'), 'NotFoundPage');

/** Matches ticket ids as the server does; any other value renders the 404 page. */
const TICKET_ID = { id: /^[1-9]\d{0,15}$/ };

/** The route table. Plain objects: `<Route>` elements would load more of the router. */
const ROUTES: RouteDefinition[] = [
  { path: '/login', component: SignInPage },
  { path: '/register', component: RegisterPage },
  { path: ['/join', '/setup'], component: AcceptInvitationPage },
  {
    path: '/',
    component: SignedInLayout,
    children: [
      { path: '/', component: HomeRedirect },
      {
        path: '/tickets',
        component: CustomersOnly,
        children: [
          { path: '/', component: TicketListPage },
          { path: '/new', component: NewTicketPage },
          { path: '/:id', component: CustomerTicketPage, matchFilters: TICKET_ID },
        ],
      },
      {
        path: '/',
        component: AgentsOnly,
        children: [
          {
            path: '/queue',
            component: QueuePage,
            children: [{ path: '/' }, { path: '/:id', component: WorkspacePage, matchFilters: TICKET_ID }],
          },
          { path: '/people', component: UsersPage },
        ],
      },
      { path: '/settings', component: SettingsPage },
      { path: '*rest', component: NotFoundPage },
    ],
  },
];

/** The root component. */
export function App() {
  trackNavigation();
  return (
    <Router root={AuthGuard} scrollRestoration>
      {ROUTES}
    </Router>
  );
}
