import { createAccount } from '../../data/account/account.ts';
import { useClient } from '../../data/client-context.ts';
import { useSession } from '../../data/session/session-context.ts';
import { PageTitle } from '../../ui/page-title.tsx';
import { AccountSection } from './account-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { ComposingSection } from './composing-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** Account, preferences, password and sessions. */
export function SettingsPage() {
  const client = useClient();
  const account = createAccount(useSession(), client.me);
  return (
    <main id="main" class="page settings">
      <PageTitle title="Settings" />
      <AccountSection me={client.me} account={account} />
      <AppearanceSection />
      <ComposingSection agent={client.me.role === 'agent'} />
      <NotificationsSection />
      <PasswordSection me={client.me} account={account} />
      <SessionsSection account={account} />
      <section class="settings-card">
        <h2>For developers</h2>
        <p class="settings-row">
          <a href="/docs" target="_self" rel="external">
            API documentation
          </a>
        </p>
      </section>
    </main>
  );
}
