import { For } from 'solid-js';
import { useClient } from '../../data/client-context.tsx';
import { preferences } from '../../data/preferences.ts';
import { SHORTCUT_LABELS } from '../../ui/shortcuts/shortcut-labels.ts';
import { keyLabels, type ShortcutName } from '../../ui/shortcuts/shortcuts.ts';

const names = Object.keys(SHORTCUT_LABELS) as ShortcutName[];
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

/** The table of shortcuts, as far as they concern this person. */
export function ShortcutsTable() {
  const desk = useClient();
  const known = () => (desk.me.role === 'agent' ? names : FOR_CUSTOMERS);
  const groups = () => [...new Set(known().map((name) => SHORTCUT_LABELS[name].group))];
  return (
    <>
      <p class="muted">
        {preferences().keys ? 'Single keys are on' : 'Single keys are off'}; change that in Settings.
      </p>
      <div class="shortcut-groups">
        <For each={groups()}>
          {(group) => (
            <section>
              <h3>{group}</h3>
              <dl class="shortcut-list">
                <For each={known().filter((name) => SHORTCUT_LABELS[name].group === group)}>
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
