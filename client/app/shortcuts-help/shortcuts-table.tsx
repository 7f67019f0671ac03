import { For, Show } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { usePreferences } from '../../data/preferences.ts';
import { keyLabels } from '../../ui/shortcuts/shortcuts.ts';
import { helpGroups } from './help-groups.ts';

/** The shortcuts available to this role. */
export function ShortcutsTable(props: { onLeave: () => void }) {
  const client = useClient();
  const { preferences } = usePreferences();
  return (
    <>
      <p class="muted">
        {preferences().keys ? 'Single-key shortcuts are on.' : 'Single-key shortcuts are off.'} Change this in{' '}
        <a href="/settings" onClick={() => props.onLeave()}>
          Settings
        </a>
        .
      </p>
      <div class="shortcut-groups">
        <For each={helpGroups(client.me.role)}>
          {({ title, rows }) => (
            <section>
              <h3>{title}</h3>
              <dl class="shortcut-list">
                <For each={rows}>
                  {({ label, names }) => (
                    <div>
                      <dt>{label}</dt>
                      <dd>
                        <For each={names}>
                          {(name, index) => (
                            <>
                              <Show when={index() > 0}>
                                <span class="muted">to</span>
                              </Show>
                              <For each={keyLabels(name)}>{(key) => <kbd>{key}</kbd>}</For>
                            </>
                          )}
                        </For>
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
