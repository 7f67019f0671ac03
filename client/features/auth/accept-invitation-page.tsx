import { useLocation, useNavigate } from '@solidjs/router';
import { createSignal, Match, onCleanup, onMount, Switch } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { AcceptInvitationForm, type InvalidLinkReason } from './accept-invitation-form.tsx';
import { AuthCard } from './auth-card.tsx';
import { captureInvitationToken, linkToken } from './invitation-token.ts';

const TAKEN =
  'The address you were invited under has an account by now. Sign in with it, or ask for an invitation to another address.';
const DEAD = {
  join: 'It works once, for 7 days, and may have been withdrawn. If you used it, sign in; if not, ask whoever invited you for a new one.',
  setUp: 'The set-up link is for the desk’s first agent, and works once. If that was you, sign in.',
};
const CUT =
  'Something is missing at its end, or the page was loaded anew: open the link again as you were given it.';

/** Where an invitation or the set-up link leads: in, as an agent. */
export function AcceptInvitationPage() {
  const session = useSession();
  const location = useLocation();
  const navigate = useNavigate();
  const [end, setEnd] = createSignal<InvalidLinkReason>();
  const setUp = () => location.pathname.startsWith('/setup');
  /** Whoever sat here before the link was opened; they have to leave before somebody else can come. */
  const before = session.user()?.id;
  const signedInUser = () =>
    before !== undefined && session.user()?.id === before ? session.user() : undefined;
  // Another link pasted over this one changes only what is behind the `#`: the page is not loaded anew.
  const take = () => {
    captureInvitationToken();
    setEnd(undefined);
  };
  onMount(() => addEventListener('hashchange', take));
  onCleanup(() => removeEventListener('hashchange', take));
  return (
    <Switch>
      <Match when={end() === 'taken'}>
        <InvalidLink title="You have an account already" why={TAKEN} />
      </Match>
      <Match when={end() === 'dead'}>
        <InvalidLink title="This link no longer works" why={setUp() ? DEAD.setUp : DEAD.join} />
      </Match>
      <Match when={!linkToken()}>
        <InvalidLink title="Please open the whole link" why={CUT} />
      </Match>
      <Match when={signedInUser()}>
        {(user) => (
          <AuthCard
            title="You are signed in"
            lead="This link makes a new account. To go on, sign out here first; what you have not sent yet is kept for you."
            other={<a href="/">Stay, and go back</a>}
          >
            <p>
              Signed in as <strong dir="auto">{user().name}</strong>, {user().email}
            </p>
            <Button kind="primary" class="wide" onClick={() => void session.logout()}>
              Sign out and go on
            </Button>
          </AuthCard>
        )}
      </Match>
      <Match when={linkToken()}>
        {(token) => (
          <AuthCard
            title={setUp() ? 'Set up the helpdesk' : 'Join the helpdesk'}
            lead={
              setUp()
                ? 'You are the first agent here. Others come by your invitation.'
                : 'You are invited to answer customers. You sign in with the e-mail address of your invitation.'
            }
            other={
              <>
                Have an account? <a href="/login">Sign in</a>
              </>
            }
          >
            <AcceptInvitationForm
              token={token()}
              setUp={setUp()}
              onJoined={() => navigate('/queue', { replace: true })}
              onEnd={setEnd}
            />
          </AuthCard>
        )}
      </Match>
    </Switch>
  );
}

/** A link that leads nowhere: why, and the way to sign in. */
function InvalidLink(props: { title: string; why: string }) {
  return (
    <AuthCard
      title={props.title}
      lead={props.why}
      other={
        <>
          Need help from us? <a href="/register">Create an account</a>
        </>
      }
    >
      <a class="button primary wide" href="/login">
        Sign in
      </a>
    </AuthCard>
  );
}
