import { createSignal } from 'solid-js';
import type { Role } from '../../shared/vocabulary.ts';
import { createLocalStorage } from './lib/local-storage.ts';

/** How one person likes to work in this browser. */
export type Preferences = {
  /** Shortcuts of a single key (WCAG 2.1.4 wants them switchable). */
  keys: boolean;
  enterSends: boolean;
  afterSending: 'stay' | 'next' | 'list';
  /** Desktop notifications: wanted here, and allowed by the browser when asked. */
  notify: boolean;
};

const defaultPreferences = (role: Role): Preferences => ({
  keys: role === 'agent',
  enterSends: false,
  afterSending: 'stay',
  notify: false,
});

const [current, setCurrent] = createSignal<Preferences>(defaultPreferences('customer'));
const shelf = createLocalStorage();
let storageKey = '';

/** The preferences of whoever is signed in. */
export const preferences = current;

/** Takes up a person's preferences when they sign in. */
export function loadPreferences(person: { id: number; role: Role }): void {
  storageKey = `preferences:${person.id}`;
  setCurrent({ ...defaultPreferences(person.role), ...read() });
}

/** Changes some preferences and keeps them. */
export function updatePreferences(part: Partial<Preferences>): void {
  setCurrent((all) => ({ ...all, ...part }));
  shelf.set(storageKey, JSON.stringify(current()));
}

function read(): Partial<Preferences> {
  try {
    const value: unknown = JSON.parse(shelf.get(storageKey) ?? '{}');
    return typeof value === 'object' && value ? value : {};
  } catch {
    return {};
  }
}
