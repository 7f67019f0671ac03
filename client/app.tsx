import { type RouteDefinition, Router } from '@solidjs/router';
import { rememberLinks } from './parts/arrival.ts';
import { Gate } from './parts/gate.tsx';
import { lazily } from './parts/lazily.ts';

const SignIn = lazily(() => import('./pages/sign-in.tsx'), 'SignIn');
const Register = lazily(() => import('./pages/register.tsx'), 'Register');
const SignedIn = lazily(() => import('./parts/signed-in.tsx'), 'SignedIn');
const Home = lazily(() => import('./pages/home.tsx'), 'Home');
const MyTickets = lazily(() => import('./pages/my-tickets.tsx'), 'MyTickets');
const MyTicket = lazily(() => import('./pages/my-ticket.tsx'), 'MyTicket');
const NewTicket = lazily(() => import('./pages/new-ticket.tsx'), 'NewTicket');
const Queue = lazily(() => import('./pages/queue.tsx'), 'Queue');
const Workspace = lazily(() => import('./pages/workspace.tsx'), 'Workspace');
const Settings = lazily(() => import('./pages/settings.tsx'), 'Settings');
const People = lazily(() => import('./pages/people.tsx'), 'People');
const Join = lazily(() => import('./pages/join.tsx'), 'Join');
const NotFound = lazily(() => import('./pages/not-found.tsx'), 'NotFound');

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
