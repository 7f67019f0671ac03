import { RadioGroup } from '../../ui/form/radio-group.tsx';
import { setTheme, type Theme, theme } from './theme.ts';

const THEMES: readonly [Theme, string][] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** Light or dark. */
export function AppearanceSection() {
  return (
    <section class="card settings-card">
      <h2>Appearance</h2>
      <RadioGroup label="Theme" options={THEMES} value={theme()} onChoose={setTheme} />
    </section>
  );
}
