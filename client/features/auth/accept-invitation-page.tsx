import { useLocation, useNavigate } from '@solidjs/router';
import { createSignal, Match, onCleanup, onMount, Switch } from 'solid-js';
import { useSession } from '../../data/session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { AcceptInvitationForm, type InvalidLinkReason } from './accept-invitation-form.tsx';
import { AuthCard } from './auth-card.tsx';
import { captureInvitationToken, linkToken } from './invitation-token.ts';

const EMAIL_TAKEN =
  'The invited e-mail address already has an account. Sign in with it, or ask for an invitation to another address.';
const INVALID = {
  join: 'An invite link works once, for 7 days, and can be withdrawn. If you have used it, sign in. Otherwise ask for a new invitation.',
  setUp: 'The set-up link works once and creates the first agent. If you have used it, sign in.',
};
const UNANSWERED =
  'The answer to your first attempt was lost, but your account was probably created. Sign in with your e-mail address and the password you have chosen.';
const INCOMPLETE = 'The link is incomplete, or the page was reloaded. Open the original link again.';

/** Accepts an invitation or a set-up link. */
export function AcceptInvitationPage() {
  const session = useSession();
  const location = useLocation();
  const navigate = useNavigate();
  const [invalidReason, setInvalidReason] = createSignal<InvalidLinkReason>();
  const setUp = () => location.pathname.startsWith('/setup');
  /** The user signed in when the link was opened; must sign out before a new account is created. */
  const initialUserId = session.user()?.id;
  const signedInUser = () =>
    initialUserId !== undefined && session.user()?.id === initialUserId ? session.user() : undefined;
  // Another link pasted into the address bar changes only the fragment, which does not reload the page.
  const onHashChange = () => {
    captureInvitationToken();
    setInvalidReason(undefined);
  };
  onMount(() => addEventListener('hashchange', onHashChange));
  onCleanup(() => removeEventListener('hashchange', onHashChange));
  return (
    <Switch>
      <Match when={invalidReason() === 'email_taken'}>
        <InvalidLink title="This address already has an account" reason={EMAIL_TAKEN} />
      </Match>
      <Match when={invalidReason() === 'unanswered'}>
        <InvalidLink title="This link has been used" reason={UNANSWERED} />
      </Match>
      <Match when={invalidReason() === 'invalid'}>
        <InvalidLink title="This link no longer works" reason={setUp() ? INVALID.setUp : INVALID.join} />
      </Match>
      <Match when={!linkToken()}>
        <InvalidLink title="Open the complete link" reason={INCOMPLETE} />
      </Match>
      <Match when={signedInUser()}>
        {(user) => (
          <AuthCard
            title="You are signed in"
            lead="This link creates a new account. Sign out to continue. Your unsent text is kept."
            alternative={<a href="/">Stay signed in</a>}
          >
            <p>
              Signed in as{' '}
              <strong>
                <bdi>{user().name}</bdi>
              </strong>
              , <bdi>{user().email}</bdi>
            </p>
            <Button kind="primary" class="wide" onClick={() => void session.logout()}>
              Sign out and continue
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
                ? 'Create the first agent account. You can invite other agents later.'
                : 'You are invited as an agent. You sign in with the e-mail address of your invitation.'
            }
            alternative={
              <>
                Already have an account? <a href="/login">Sign in</a>
              </>
            }
          >
            <AcceptInvitationForm
              token={token()}
              setUp={setUp()}
              onAccepted={() => navigate('/queue', { replace: true })}
              onInvalid={setInvalidReason}
            />
          </AuthCard>
        )}
      </Match>
    </Switch>
  );
}

/** Explains why the link cannot be used and offers to sign in. */
function InvalidLink(props: { title: string; reason: string }) {
  return (
    <AuthCard
      title={props.title}
      lead={props.reason}
      alternative={
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
