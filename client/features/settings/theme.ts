import { createSignal } from 'solid-js';
import { createLocalStorage } from '../../data/lib/local-storage.ts';

export type Theme = 'system' | 'light' | 'dark';

const appliedTheme = (): Theme => {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
};
const [chosenTheme, setChosenTheme] = createSignal<Theme>(appliedTheme());
const storage = createLocalStorage();
// `public/theme.js` applies what another tab has chosen.
new MutationObserver(() => setChosenTheme(appliedTheme())).observe(document.documentElement, {
  attributeFilter: ['data-theme'],
});

/** The theme of this browser. Stored per browser, not per user, to apply before sign-in as well. */
export const theme = chosenTheme;

/** Applies and stores the theme; `public/theme.js` reads it on the next page load. */
export function setTheme(next: Theme): void {
  setChosenTheme(next);
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  storage.set('theme', next);
}
