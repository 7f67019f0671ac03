import { createSignal } from 'solid-js';
import { usePreferences } from '../../data/preferences.ts';
import { Switch } from '../../ui/form/switch.tsx';

type Permission = NotificationPermission | 'unsupported';
const permission = (): Permission => ('Notification' in window ? Notification.permission : 'unsupported');

const HINTS: Record<Permission, string> = {
  default: 'Your browser asks for permission first.',
  granted: 'Shown only while this page is in the background.',
  denied: 'Your browser blocks notifications for this site. Allow them in the browser settings first.',
  unsupported: 'This browser does not support notifications.',
};

/** The desktop notification setting. Requests permission only after a click. */
export function NotificationsSection() {
  const { preferences, update: updatePreferences } = usePreferences();
  const [currentPermission, setPermission] = createSignal(permission());
  const change = async (on: boolean) => {
    if (on && currentPermission() === 'default') setPermission(await Notification.requestPermission());
    updatePreferences({ notify: on && currentPermission() === 'granted' });
  };
  return (
    <section class="settings-card">
      <h2>Notifications</h2>
      <Switch
        label="Desktop notifications"
        hint={HINTS[currentPermission()]}
        on={preferences().notify && currentPermission() === 'granted'}
        onChange={(on) => void change(on)}
      />
    </section>
  );
}
