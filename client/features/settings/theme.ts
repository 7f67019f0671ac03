import { createSignal } from 'solid-js';
import { createLocalStorage } from '../../data/lib/local-storage.ts';

export type Theme = 'system' | 'light' | 'dark';

const applied = (): Theme => {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
};
const [chosenTheme, setChosenTheme] = createSignal<Theme>(applied());
const shelf = createLocalStorage();

/** The theme belongs to the screen, not to the person: it is the same before anybody signs in. */
export const theme = chosenTheme;

/** Changes the theme at once, in this browser, for good. `public/theme.js` reads it at the next visit. */
export function setTheme(next: Theme): void {
  setChosenTheme(next);
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  shelf.set('theme', next);
}
