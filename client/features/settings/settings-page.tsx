import { createAccount } from '../../data/account/account.ts';
import { useDesk } from '../../data/client-context.tsx';
import { useSession } from '../../data/session/session-context.ts';
import { PageTitle } from '../../ui/page-title.tsx';
import { SettingsAccount } from './account-section.tsx';
import { SettingsLook } from './appearance-section.tsx';
import { SettingsWriting } from './composing-section.tsx';
import { SettingsNotify } from './notifications-section.tsx';
import { SettingsPassword } from './password-section.tsx';
import { SettingsDevices } from './sessions-section.tsx';

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
