import { createSignal } from 'solid-js';
import { preferences, updatePreferences } from '../../data/preferences.ts';
import { Switch } from '../../ui/form/switch.tsx';

type Permission = NotificationPermission | 'missing';
const permission = (): Permission => ('Notification' in window ? Notification.permission : 'missing');

const HINTS: Record<Permission, string> = {
  default: 'Your browser will ask once.',
  granted: 'Only while this page is in the background.',
  denied: 'Your browser blocks them for this site: allow them there first.',
  missing: 'This browser has none here.',
};

/** Desktop notifications, asked for only after a click. */
export function NotificationsSection() {
  const [allowed, setAllowed] = createSignal(permission());
  const change = async (on: boolean) => {
    if (on && allowed() === 'default') setAllowed(await Notification.requestPermission());
    updatePreferences({ notify: on && allowed() === 'granted' });
  };
  return (
    <section class="card settings-card">
      <h2>Notifications</h2>
      <Switch
        label="Tell me on the desktop"
        hint={HINTS[allowed()]}
        on={preferences().notify && allowed() === 'granted'}
        onChange={(on) => void change(on)}
      />
    </section>
  );
}
