import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Device } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import type { Failure } from '../../data/http/request.ts';
import { Button } from '../../ui/button.tsx';
import { failureWords } from '../../ui/errors/error-message.ts';
import { FailureNote } from '../../ui/errors/load-error.tsx';
import { announce } from '../../ui/feedback/live-region.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { AskInPlace } from '../../ui/overlays/inline-confirm.tsx';
import { toastError } from '../../ui/overlays/toasts.tsx';
import { Lasting } from '../../ui/time/time.tsx';
import { deviceWords } from './device-name.ts';

/** Where one is signed in, and the way out everywhere else. */
export function SettingsDevices(props: { account: Account }) {
  let heading!: HTMLHeadingElement;
  const devices = () => props.account.devices;
  const others = () => (devices().value()?.length ?? 0) > 1;
  /** What had the focus is gone with its row. */
  const gone = (words: string) => {
    heading.focus();
    announce(words);
  };
  const signOutOthers = async () => {
    await props.account.signOutOthers();
    gone('Signed out everywhere else');
  };
  return (
    <section class="card settings-card">
      <h2 ref={heading} tabindex="-1">
        Where you are signed in
      </h2>
      <Switch fallback={<Skeleton kind="row" rows={2} />}>
        <Match when={devices().value()}>
          {(list) => (
            <ul class="roster">
              <For each={list()}>
                {(device) => <DeviceRow device={device} account={props.account} onGone={gone} />}
              </For>
            </ul>
          )}
        </Match>
        <Match when={devices().error()}>
          {(error) => (
            <FailureNote
              error={error()}
              what="Your devices could not be listed."
              onRetry={() => void devices().refresh()}
            />
          )}
        </Match>
      </Switch>
      <Show when={others()}>
        <AskInPlace
          label="Sign out everywhere else"
          question="Sign out everywhere but here?"
          kind="danger"
          run={signOutOthers}
        >
          Every other device has to sign in again, at once. Whoever knows your password can: if that may be
          somebody else, change it instead.
        </AskInPlace>
      </Show>
    </section>
  );
}

function DeviceRow(props: { device: Device; account: Account; onGone: (words: string) => void }) {
  const [busy, setBusy] = createSignal(false);
  const words = () => deviceWords(props.device.device);
  const signOut = async () => {
    setBusy(true);
    try {
      await props.account.signOut(props.device);
      props.onGone(`${words()} is signed out`);
    } catch (failure) {
      // Seam: calls reject with nothing else.
      toastError(`${words()} is still signed in. ${failureWords(failure as Failure)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li class="roster-row">
      <p class="roster-words">
        <span class="roster-name" title={props.device.device}>
          {words()}
          <Show when={props.device.current}>
            <span class="mark accent">This device</span>
          </Show>
        </span>
        <span class="roster-note">
          <Show
            when={props.device.current}
            fallback={
              <>
                Last used <Lasting since={props.device.lastUsedAt} /> ago ·{' '}
              </>
            }
          >
            In use now ·{' '}
          </Show>
          signed in <Lasting since={props.device.createdAt} /> ago
        </span>
      </p>
      <Show when={!props.device.current}>
        <Button small busy={busy()} onClick={() => void signOut()}>
          Sign out
          <span class="visually-hidden"> {words()}</span>
        </Button>
      </Show>
    </li>
  );
}
