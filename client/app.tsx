import { type RouteDefinition, Router } from '@solidjs/router';
import { Gate } from './app/auth-guard.tsx';
import { rememberLinks } from './ui/focus/route-focus.ts';
import { lazily } from './ui/lazy-named.ts';

const SignIn = lazily(() => import('./features/auth/sign-in-page.tsx'), 'SignIn');
const Register = lazily(() => import('./features/auth/register-page.tsx'), 'Register');
const SignedIn = lazily(() => import('./app/signed-in-layout.tsx'), 'SignedIn');
const Home = lazily(() => import('./app/home-redirect.tsx'), 'Home');
const MyTickets = lazily(() => import('./features/customer/ticket-list-page.tsx'), 'MyTickets');
const MyTicket = lazily(() => import('./features/customer/ticket-route.tsx'), 'MyTicket');
const NewTicket = lazily(() => import('./features/customer/new-ticket-page.tsx'), 'NewTicket');
const Queue = lazily(() => import('./features/agent/queue/queue-page.tsx'), 'Queue');
const Workspace = lazily(() => import('./features/agent/workspace/workspace-route.tsx'), 'Workspace');
const Settings = lazily(() => import('./features/settings/settings-page.tsx'), 'Settings');
const People = lazily(() => import('./features/users/users-page.tsx'), 'People');
const Join = lazily(() => import('./features/auth/accept-invitation-page.tsx'), 'Join');
const NotFound = lazily(() => import('./app/not-found-page.tsx'), 'NotFound');

/** A ticket's number in a path, as the server reads it; anything else is a page that does not exist. */
const id = { id: /^[1-9]\d{0,15}$/ };

/** Which page stands at which address. Data, not `<Route>` elements: those would bring more of the router along. */
const PAGES: RouteDefinition[] = [
  { path: '/login', component: SignIn },
  { path: '/register', component: Register },
  { path: ['/join', '/setup'], component: Join },
  {
    path: '/',
    component: SignedIn,
    children: [
      { path: '/', component: Home },
      { path: '/tickets', component: MyTickets },
      { path: '/tickets/new', component: NewTicket },
      { path: '/tickets/:id', component: MyTicket, matchFilters: id },
      {
        path: '/queue',
        component: Queue,
        children: [{ path: '/' }, { path: '/:id', component: Workspace, matchFilters: id }],
      },
      { path: '/people', component: People },
      { path: '/settings', component: Settings },
      { path: '*rest', component: NotFound },
    ],
  },
];

/** The whole client. */
export function App() {
  rememberLinks();
  return (
    <Router root={Gate} scrollRestoration>
      {PAGES}
    </Router>
  );
}
