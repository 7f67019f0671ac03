import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Priority } from '../../../shared/vocabulary.ts';
import type { ClientCore } from '../client-core.ts';
import { onWindow } from '../lib/page-lifecycle.ts';
import { randomUuid } from '../lib/random-uuid.ts';
import { createStoredCollection, isRecord, parseJson, type StoredType } from '../lib/stored-collection.ts';

/** Whether the text outlives the page. */
export type SaveState = 'empty' | 'saving' | 'saved' | 'failed';

/** What a page shows about a draft. */
export type DraftStatus = {
  /** Show "Draft saved" only for `saved`. After `failed`, only this page has the text. */
  saveState: Accessor<SaveState>;
  /** Texts that another tab wrote at the same time; empty in all but rare cases. */
  otherTexts: Accessor<readonly string[]>;
  /** Appends the other texts to this draft. */
  takeOthers: () => void;
  discardOthers: () => void;
};

/** The unsent text of one composer: reactive, stored within a second, never changed by incoming events. */
export type Draft = DraftStatus & {
  text: () => string;
  write: (text: string) => void;
  clear: () => void;
};

/** The new-ticket form; `key` is its Idempotency-Key: the same over retries and reloads, a new one after `clear`. */
export type TicketForm = { subject: string; description: string; priority: Priority; key: string };

/** The draft of the new-ticket form. */
export type TicketFormDraft = {
  form: () => TicketForm;
  write: (part: Partial<Omit<TicketForm, 'key'>>) => void;
  clear: () => void;
};

/** Everything the user has begun to write. */
export type Drafts = {
  reply: (ticketId: number, internal: boolean) => Draft;
  ticket: () => TicketFormDraft;
  /** Whether a draft exists, of this page or an earlier one. */
  any: () => boolean;
  discardAll: () => void;
};

const NO_OTHERS = { otherTexts: () => [], takeOthers: () => {}, discardOthers: () => {} };
const SAVE_DELAY_MS = 300;
const FORM_ID = 'new';

type StoredDraft = string | TicketForm;
const STORED_DRAFT: StoredType<StoredDraft> = {
  version: 1,
  parse: (data) => (typeof data === 'string' || isTicketForm(data) ? data : undefined),
  upgrade: (text) => (isTicketForm(parseJson(text)) ? parseJson(text) : text),
};

const isTicketForm = (data: unknown): data is TicketForm =>
  isRecord(data) && [data.subject, data.description, data.priority, data.key].every(isString);
const isString = (value: unknown) => typeof value === 'string';
const isEmpty = (draft: StoredDraft) =>
  !(typeof draft === 'string' ? draft : draft.subject + draft.description).trim();

/** Creates the drafts of one client, as earlier pages have stored them. */
export function createDrafts({ me, storage }: Pick<ClientCore, 'me' | 'storage'>): Drafts {
  const stored = createStoredCollection(storage, `helpdesk:draft:${me.id}:`, STORED_DRAFT);
  const replies = new Map<string, Draft>();
  const unsaved = new Map<string, StoredDraft>();
  const setSaveState = new Map<string, (state: SaveState) => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ticketForm: TicketFormDraft | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [id, draft] of unsaved) {
      if (isEmpty(draft)) stored.remove(id);
      const isStored = isEmpty(draft) || stored.set(id, draft);
      setSaveState.get(id)?.(isEmpty(draft) ? 'empty' : isStored ? 'saved' : 'failed');
    }
    unsaved.clear();
  }

  function saveSoon(id: string, draft: StoredDraft): void {
    unsaved.set(id, draft);
    setSaveState.get(id)?.('saving');
    timer ??= setTimeout(save, SAVE_DELAY_MS);
  }

  function createReplyDraft(id: string): Draft {
    const saved = stored.get(id);
    const [text, setText] = createSignal(typeof saved === 'string' ? saved : '');
    const [saveState, setState] = createSignal<SaveState>(saved === undefined ? 'empty' : 'saved');
    setSaveState.set(id, setState);
    const write = (next: string) => {
      setText(next);
      saveSoon(id, next);
    };
    return { ...NO_OTHERS, text, saveState, write, clear: () => write('') };
  }

  function createTicketFormDraft(): TicketFormDraft {
    const saved = stored.get(FORM_ID);
    const [form, setForm] = createSignal(isTicketForm(saved) ? saved : emptyForm());
    const write = (next: TicketForm) => {
      setForm(next);
      saveSoon(FORM_ID, next);
    };
    return {
      form,
      write: (part) => write({ ...form(), ...part }),
      clear: () => write(emptyForm()),
    };
  }

  onWindow(['pagehide', 'blur'], save);
  onCleanup(save);

  return {
    reply: (ticketId, internal) => {
      const id = `${ticketId}:${internal ? 'note' : 'reply'}`;
      const draft = replies.get(id) ?? createReplyDraft(id);
      replies.set(id, draft);
      return draft;
    },
    ticket: () => {
      ticketForm ??= createTicketFormDraft();
      return ticketForm;
    },
    any: () => {
      save();
      return stored.ids().some((id) => !isEmpty(stored.get(id) ?? ''));
    },
    discardAll: () => {
      for (const draft of replies.values()) draft.clear();
      ticketForm?.clear();
      save();
      for (const id of stored.ids()) stored.remove(id);
    },
  };
}

const emptyForm = (): TicketForm => ({
  subject: '',
  description: '',
  priority: 'medium',
  key: randomUuid(),
});
