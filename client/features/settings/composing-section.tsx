import { Show } from 'solid-js';
import { type Preferences, preferences, updatePreferences } from '../../data/preferences.ts';
import { RadioGroup } from '../../ui/form/radio-group.tsx';
import { Switch } from '../../ui/form/switch.tsx';

const AFTER: readonly [Preferences['afterSending'], string][] = [
  ['stay', 'Stay on the ticket'],
  ['next', 'Open the next'],
  ['list', 'Back to the list'],
];

/** How the keyboard and the composer behave. */
export function ComposingSection(props: { agent: boolean }) {
  return (
    <section class="card settings-card">
      <h2>Keyboard and writing</h2>
      <Switch
        label="Single-key shortcuts"
        hint={
          <>
            <kbd>J</kbd> <kbd>K</kbd> <kbd>R</kbd> and the like, while no field has the focus. Press{' '}
            <kbd>?</kbd> to see them all.
          </>
        }
        on={preferences().keys}
        onChange={(keys) => updatePreferences({ keys })}
      />
      <Switch
        label="Enter sends"
        hint="Shift and Enter then begin a new line. Otherwise Ctrl or ⌘ with Enter sends."
        on={preferences().enterSends}
        onChange={(enterSends) => updatePreferences({ enterSends })}
      />
      <Show when={props.agent}>
        <RadioGroup
          label="After sending a reply"
          options={AFTER}
          value={preferences().afterSending}
          onChoose={(afterSending) => updatePreferences({ afterSending })}
        />
      </Show>
    </section>
  );
}
