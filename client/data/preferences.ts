import { type Accessor, createSignal } from 'solid-js';
import type { Role } from '../../shared/vocabulary.ts';
import { useClient } from './client-context.ts';
import type { ClientCore } from './client-core.ts';
import { deepEqual } from './lib/deep-equal.ts';
import { createStoredCollection, isRecord, parseJson, type StoredType } from './lib/stored-collection.ts';

/** One user's preferences in this browser. */
export type Preferences = {
  /** Single-key shortcuts (WCAG 2.1.4 requires a switch). */
  keys: boolean;
  enterSends: boolean;
  afterSending: 'stay' | 'next' | 'list';
  /** The way of sending chosen last: the action of the Send button. */
  sendAction: 'send' | 'sendAndWait' | 'sendAndResolve';
  /** Desktop notifications, if the browser allows them too. */
  notify: boolean;
  /** The height of the queue's rows. */
  density: 'compact' | 'comfortable';
};

export type PreferencesStore = {
  preferences: Accessor<Preferences>;
  /** Changes and stores some preferences. */
  update: (part: Partial<Preferences>) => void;
};

const defaultPreferences = (role: Role): Preferences => ({
  keys: role === 'agent',
  enterSends: false,
  afterSending: 'stay',
  sendAction: 'send',
  notify: false,
  density: 'compact',
});

/** Only valid fields are used; fields of another build stay stored. */
const STORED_PREFERENCES: StoredType<Record<string, unknown>> = {
  version: 1,
  parse: (data) => (isRecord(data) ? data : undefined),
  upgrade: parseJson,
};

function validFields(data: Record<string, unknown>): Partial<Preferences> {
  const { keys, enterSends, afterSending, sendAction, notify, density } = data;
  return {
    ...(typeof keys === 'boolean' && { keys }),
    ...(typeof enterSends === 'boolean' && { enterSends }),
    ...((afterSending === 'stay' || afterSending === 'next' || afterSending === 'list') && { afterSending }),
    ...((sendAction === 'send' || sendAction === 'sendAndWait' || sendAction === 'sendAndResolve') && {
      sendAction,
    }),
    ...(typeof notify === 'boolean' && { notify }),
    ...((density === 'compact' || density === 'comfortable') && { density }),
  };
}

/** Creates the preferences of one client, as stored. A change in another tab applies here too. */
export function createPreferences({ me, storage }: ClientCore): PreferencesStore {
  const stored = createStoredCollection(storage, 'preferences:', STORED_PREFERENCES);
  const id = String(me.id);
  const read = (): Preferences => ({ ...defaultPreferences(me.role), ...validFields(stored.get(id) ?? {}) });
  const [preferences, setPreferences] = createSignal<Preferences>(read(), { equals: deepEqual });
  stored.onChange(() => setPreferences(read()));
  return {
    preferences,
    update: (part) => {
      // Only what has changed: another tab may have changed other preferences.
      stored.set(id, { ...stored.get(id), ...part });
      setPreferences(read());
    },
  };
}

/** The signed-in user's preferences, for components. */
export const usePreferences = (): PreferencesStore => useClient().use(createPreferences);
