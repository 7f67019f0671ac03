import { Show } from 'solid-js';
import { type Preferences, usePreferences } from '../../data/preferences.ts';
import { RadioGroup } from '../../ui/form/radio-group.tsx';
import { Switch } from '../../ui/form/switch.tsx';
import { isApple } from '../../ui/shortcuts/platform.ts';

const AFTER_SENDING: readonly [Preferences['afterSending'], string][] = [
  ['stay', 'Stay on the ticket'],
  ['next', 'Open the next ticket'],
  ['list', 'Back to the list'],
];

/** Keyboard and composer settings. */
export function ComposingSection(props: { agent: boolean }) {
  const { preferences, update: updatePreferences } = usePreferences();
  return (
    <section class="settings-card">
      <h2>Keyboard and writing</h2>
      <Switch
        label="Single-key shortcuts"
        hint={
          <>
            <kbd>J</kbd> <kbd>K</kbd> <kbd>R</kbd> and other single keys, while no text field has the focus.
            Press <kbd>?</kbd> for the full list.
          </>
        }
        on={preferences().keys}
        onChange={(keys) => updatePreferences({ keys })}
      />
      <Switch
        label="Enter sends"
        hint={`Shift+Enter then inserts a line break. When off, ${isApple() ? '⌘' : 'Ctrl'}+Enter sends.`}
        on={preferences().enterSends}
        onChange={(enterSends) => updatePreferences({ enterSends })}
      />
      <Show when={props.agent}>
        <RadioGroup
          label="After sending a reply"
          options={AFTER_SENDING}
          value={preferences().afterSending}
          onChoose={(afterSending) => updatePreferences({ afterSending })}
        />
      </Show>
    </section>
  );
}
