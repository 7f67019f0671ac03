import './styles/index.css';
import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { createSession } from './data/session/create-session.ts';
import { SessionProvider } from './data/session/session-context.ts';
import { captureInvitationToken } from './features/auth/invitation-token.ts';

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no #app');

captureInvitationToken();
render(
  () => (
    <SessionProvider value={createSession()}>
      <App />
    </SessionProvider>
  ),
  place,
);
