import { RadioGroup } from '../../ui/form/radio-group.tsx';
import { setTheme, type Theme, theme } from './theme.ts';

const THEMES: readonly [Theme, string][] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** The theme setting. */
export function AppearanceSection() {
  return (
    <section class="card settings-card">
      <h2>Appearance</h2>
      <RadioGroup label="Theme" options={THEMES} value={theme()} onChoose={setTheme} />
    </section>
  );
}
