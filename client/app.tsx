import { type RouteDefinition, Router } from '@solidjs/router';
import { type Component, lazy } from 'solid-js';
import { rememberLinks } from './parts/arrival.ts';
import { Gate } from './parts/gate.tsx';

/** A page that is downloaded when it is first wanted; pointing at a link to it wants it already. */
const page = <K extends string, P extends object>(load: () => Promise<Record<K, Component<P>>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

const SignIn = page(() => import('./pages/sign-in.tsx'), 'SignIn');
const Register = page(() => import('./pages/register.tsx'), 'Register');
const SignedIn = page(() => import('./parts/signed-in.tsx'), 'SignedIn');
const Home = page(() => import('./pages/home.tsx'), 'Home');
const MyTickets = page(() => import('./pages/my-tickets.tsx'), 'MyTickets');
const MyTicket = page(() => import('./pages/my-ticket.tsx'), 'MyTicket');
const NewTicket = page(() => import('./pages/new-ticket.tsx'), 'NewTicket');
const Queue = page(() => import('./pages/queue.tsx'), 'Queue');
const Workspace = page(() => import('./pages/workspace.tsx'), 'Workspace');
const Settings = page(() => import('./pages/settings.tsx'), 'Settings');
const People = page(() => import('./pages/people.tsx'), 'People');
const Join = page(() => import('./pages/join.tsx'), 'Join');
const NotFound = page(() => import('./pages/not-found.tsx'), 'NotFound');

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
