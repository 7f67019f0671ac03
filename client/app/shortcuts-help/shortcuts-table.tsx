import { For } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { usePreferences } from '../../data/preferences.ts';
import { SHORTCUT_LABELS } from '../../ui/shortcuts/shortcut-labels.ts';
import { keyLabels, type ShortcutName } from '../../ui/shortcuts/shortcuts.ts';

const ALL = Object.keys(SHORTCUT_LABELS) as ShortcutName[];
const FOR_CUSTOMERS: readonly ShortcutName[] = [
  'search',
  'goMine',
  'goSettings',
  'help',
  'back',
  'newest',
  'reply',
  'send',
];

/** The shortcuts available to this role. */
export function ShortcutsTable() {
  const client = useClient();
  const { preferences } = usePreferences();
  const available = () => (client.me.role === 'agent' ? ALL : FOR_CUSTOMERS);
  const groups = () => [...new Set(available().map((name) => SHORTCUT_LABELS[name].group))];
  return (
    <>
      <p class="muted">
        {preferences().keys ? 'Single-key shortcuts are on' : 'Single-key shortcuts are off'}. Change this in
        Settings.
      </p>
      <div class="shortcut-groups">
        <For each={groups()}>
          {(group) => (
            <section>
              <h3>{group}</h3>
              <dl class="shortcut-list">
                <For each={available().filter((name) => SHORTCUT_LABELS[name].group === group)}>
                  {(name) => (
                    <div>
                      <dt>{SHORTCUT_LABELS[name].label}</dt>
                      <dd>
                        <For each={keyLabels(name)}>{(key) => <kbd>{key}</kbd>}</For>
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          )}
        </For>
      </div>
    </>
  );
}
