import { Show } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { type Preferences, usePreferences } from '../../data/preferences.ts';
import { RadioGroup } from '../../ui/form/radio-group.tsx';
import { setTheme, type Theme, theme } from './theme.ts';

const THEMES: readonly [Theme, string][] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];
const DENSITIES: readonly [Preferences['density'], string][] = [
  ['compact', 'Compact'],
  ['comfortable', 'Comfortable'],
];

/** The theme setting, and for agents the height of the queue's rows. */
export function AppearanceSection() {
  const client = useClient();
  const { preferences, update } = usePreferences();
  return (
    <section class="card settings-card">
      <h2>Appearance</h2>
      <RadioGroup label="Theme" options={THEMES} value={theme()} onChoose={setTheme} />
      <Show when={client.me.role === 'agent'}>
        <RadioGroup
          label="Queue rows"
          options={DENSITIES}
          value={preferences().density}
          onChoose={(density) => update({ density })}
        />
      </Show>
    </section>
  );
}
