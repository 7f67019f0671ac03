import { createSignal } from 'solid-js';
import type { Role } from '../../shared/workflow.ts';

export type Theme = 'system' | 'light' | 'dark';
/** How one person likes to work in this browser. */
export type Preferences = {
  /** Shortcuts of a single key (WCAG 2.1.4 wants them switchable). */
  keys: boolean;
  enterSends: boolean;
  afterSending: 'stay' | 'next' | 'list';
  /** Desktop notifications: wanted here, and allowed by the browser when asked. */
  notify: boolean;
};

const usual = (role: Role): Preferences => ({
  keys: role === 'agent',
  enterSends: false,
  afterSending: 'stay',
  notify: false,
});

const [current, setCurrent] = createSignal<Preferences>(usual('customer'));
let place = '';

/** The preferences of whoever is signed in. */
export const preferences = current;

/** Takes up a person's preferences when they sign in. */
export function openPreferences(person: { id: number; role: Role }): void {
  place = `preferences:${person.id}`;
  setCurrent({ ...usual(person.role), ...read(place) });
}

/** Changes some preferences and keeps them. */
export function prefer(part: Partial<Preferences>): void {
  setCurrent((all) => ({ ...all, ...part }));
  write(place, JSON.stringify(current()));
}

const applied = (): Theme => {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
};
const [chosenTheme, setChosenTheme] = createSignal<Theme>(applied());

/** The theme belongs to the screen, not to the person: it is the same before anybody signs in. */
export const theme = chosenTheme;

/** Changes the theme at once, in this browser, for good. `public/theme.js` reads it at the next visit. */
export function chooseTheme(next: Theme): void {
  setChosenTheme(next);
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  write('theme', next);
}

function read(key: string): Partial<Preferences> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof value === 'object' && value ? value : {};
  } catch {
    return {};
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is full or blocked: the choice lasts until the page is left.
  }
}
