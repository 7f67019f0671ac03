import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Device } from '../../../shared/schemas.ts';
import type { Account } from '../../data/account/account.ts';
import type { RequestError } from '../../data/http/request.ts';
import { Button } from '../../ui/button.tsx';
import { errorMessage } from '../../ui/errors/error-message.ts';
import { LoadError } from '../../ui/errors/load-error.tsx';
import { useAnnouncer } from '../../ui/feedback/live-region.tsx';
import { Skeleton } from '../../ui/feedback/skeleton.tsx';
import { InlineConfirm } from '../../ui/overlays/inline-confirm.tsx';
import { useToasts } from '../../ui/overlays/toasts.tsx';
import { Duration } from '../../ui/time/time.tsx';
import { deviceName } from './device-name.ts';

/** The sessions of this user, with sign-out for each and for all others. */
export function SessionsSection(props: { account: Account }) {
  const announce = useAnnouncer();
  let heading!: HTMLHeadingElement;
  const devices = () => props.account.devices;
  const hasOthers = () => (devices().value()?.length ?? 0) > 1;
  /** The focused button is removed with its row, so move the focus to the heading. */
  const onSignedOut = (text: string) => {
    heading.focus();
    announce.polite(text);
  };
  const signOutOthers = async () => {
    await props.account.signOutOthers();
    onSignedOut('Signed out everywhere else');
  };
  return (
    <section class="settings-card">
      <h2 ref={heading} tabindex="-1">
        Where you are signed in
      </h2>
      <Switch fallback={<Skeleton kind="row" rows={2} />}>
        <Match when={devices().value()}>
          {(list) => (
            <ul class="device-list">
              <For each={list()}>
                {(device) => <DeviceRow device={device} account={props.account} onSignedOut={onSignedOut} />}
              </For>
            </ul>
          )}
        </Match>
        <Match when={devices().error()}>
          {(error) => (
            <LoadError
              error={error()}
              message="Your devices could not be listed."
              onRetry={() => void devices().refresh()}
            />
          )}
        </Match>
      </Switch>
      <Show when={hasOthers()}>
        <InlineConfirm
          label="Sign out everywhere else"
          question="Sign out everywhere else?"
          kind="danger"
          run={signOutOthers}
        >
          Every other device is signed out immediately. If someone else may know your password, change it
          instead.
        </InlineConfirm>
      </Show>
    </section>
  );
}

function DeviceRow(props: { device: Device; account: Account; onSignedOut: (text: string) => void }) {
  const toasts = useToasts();
  const [busy, setBusy] = createSignal(false);
  const name = () => deviceName(props.device.device);
  const signOut = async () => {
    setBusy(true);
    try {
      await props.account.signOut(props.device);
      props.onSignedOut(`${name()} is signed out`);
    } catch (failure) {
      // Seam: requests reject only with RequestError.
      toasts.showError(`${name()} is still signed in. ${errorMessage(failure as RequestError)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li class="device-row">
      <p class="device-text">
        <span class="device-name" title={props.device.device}>
          {name()}
          <Show when={props.device.current}>
            <span class="chip accent">This device</span>
          </Show>
        </span>
        <span class="device-note">
          <Show
            when={props.device.current}
            fallback={
              <>
                Last used <Duration since={props.device.lastUsedAt} /> ago ·{' '}
              </>
            }
          >
            In use now ·{' '}
          </Show>
          signed in <Duration since={props.device.createdAt} /> ago
        </span>
      </p>
      <Show when={!props.device.current}>
        <Button small busy={busy()} onClick={() => void signOut()}>
          Sign out
          <span class="visually-hidden"> {name()}</span>
        </Button>
      </Show>
    </li>
  );
}
