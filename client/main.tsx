import './styles/index.css';
import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { createSession } from './data/session/create-session.ts';
import { SessionProvider } from './data/session/session-context.ts';
import { captureInvitationToken } from './features/auth/invitation-token.ts';

const root = document.getElementById('app');
if (!root) throw new Error('index.html has no element #app.');

captureInvitationToken();
render(
  () => (
    <SessionProvider value={createSession()}>
      <App />
    </SessionProvider>
  ),
  root,
);
