import { createSignal } from 'solid-js';
import type { Role } from '../../shared/workflow.ts';
import { createShelf } from './lib/local-storage.ts';

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
const shelf = createShelf();
let place = '';

/** The preferences of whoever is signed in. */
export const preferences = current;

/** Takes up a person's preferences when they sign in. */
export function openPreferences(person: { id: number; role: Role }): void {
  place = `preferences:${person.id}`;
  setCurrent({ ...usual(person.role), ...read() });
}

/** Changes some preferences and keeps them. */
export function prefer(part: Partial<Preferences>): void {
  setCurrent((all) => ({ ...all, ...part }));
  shelf.set(place, JSON.stringify(current()));
}

function read(): Partial<Preferences> {
  try {
    const value: unknown = JSON.parse(shelf.get(place) ?? '{}');
    return typeof value === 'object' && value ? value : {};
  } catch {
    return {};
  }
}
