import { useDesk } from '../data/desk.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { SettingsAccount } from '../parts/settings-account.tsx';
import { SettingsLook } from '../parts/settings-look.tsx';
import { SettingsNotify } from '../parts/settings-notify.tsx';
import { SettingsWriting } from '../parts/settings-writing.tsx';

/** How one person likes to work here. Everything takes effect at once; there is nothing to save. */
export function Settings() {
  const desk = useDesk();
  return (
    <main id="main" class="page settings">
      <PageTitle title="Settings" />
      <SettingsAccount me={desk.me} />
      <SettingsLook />
      <SettingsWriting agent={desk.me.role === 'agent'} />
      <SettingsNotify />
      <p>
        <a href="/docs" target="_self" rel="external">
          API documentation
        </a>
      </p>
    </main>
  );
}
