import { createAccount } from '../data/account.ts';
import { useDesk } from '../data/desk.tsx';
import { useSession } from '../data/session.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { SettingsAccount } from '../parts/settings-account.tsx';
import { SettingsDevices } from '../parts/settings-devices.tsx';
import { SettingsLook } from '../parts/settings-look.tsx';
import { SettingsNotify } from '../parts/settings-notify.tsx';
import { SettingsPassword } from '../parts/settings-password.tsx';
import { SettingsWriting } from '../parts/settings-writing.tsx';

/** How one person likes to work here, which takes effect at once; then who they are and where they are signed in. */
export function Settings() {
  const desk = useDesk();
  const account = createAccount(useSession(), desk.me);
  return (
    <main id="main" class="page settings">
      <PageTitle title="Settings" />
      <SettingsAccount me={desk.me} account={account} />
      <SettingsLook />
      <SettingsWriting agent={desk.me.role === 'agent'} />
      <SettingsNotify />
      <SettingsPassword me={desk.me} account={account} />
      <SettingsDevices account={account} />
      <p>
        <a href="/docs" target="_self" rel="external">
          API documentation
        </a>
      </p>
    </main>
  );
}
