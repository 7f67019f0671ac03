import { createSignal, onCleanup } from 'solid-js';
import type { Priority } from '../../../shared/ticket-list.ts';
import { useClient } from '../client-context.tsx';
import type { KeyValueStore } from '../lib/local-storage.ts';
import { onWindow } from '../lib/page-lifecycle.ts';
import { randomUuid } from '../lib/random-uuid.ts';
import { discardDrafts, draftKeyPrefix, hasDrafts } from './draft-storage.ts';

/** Unsent text of one composer: reactive, saved within a second, untouched by anything that arrives. */
export type Draft = { text: () => string; write: (text: string) => void; clear: () => void };

/** The new-ticket form; `key` is its Idempotency-Key: kept over retries and reloads, new after `clear`. */
export type TicketForm = { subject: string; description: string; priority: Priority; key: string };

/** The new-ticket form's draft. */
export type TicketFormDraft = {
  form: () => TicketForm;
  write: (part: Partial<Omit<TicketForm, 'key'>>) => void;
  clear: () => void;
};

/** Everything this person has begun to write. */
export type Drafts = {
  reply: (ticketId: number, internal: boolean) => Draft;
  ticket: () => TicketFormDraft;
};

/** The drafts as the desk keeps them. */
export type DraftStore = Drafts & { any: () => boolean; discardAll: () => void };

const SAVE_DELAY_MS = 300;

/** What the person at this desk has begun to write: kept from the first call on. */
export const useDrafts = (): Drafts => useClient().drafts(createDrafts);

/** Makes the drafts of one person, as they left them. */
export function createDrafts(personId: number, shelf: KeyValueStore): DraftStore {
  const prefix = draftKeyPrefix(personId);
  const replies = new Map<string, Draft>();
  /** Written, not saved yet; an empty text is no draft. */
  const unsaved = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let form: TicketFormDraft | undefined;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [key, text] of unsaved) text ? shelf.set(key, text) : shelf.remove(key);
    unsaved.clear();
  }

  function keep(key: string, text: string): void {
    unsaved.set(key, text);
    timer ??= setTimeout(save, SAVE_DELAY_MS);
  }

  function openReply(key: string): Draft {
    const [text, setText] = createSignal(shelf.get(key) ?? '');
    const write = (written: string) => {
      setText(written);
      keep(key, written);
    };
    return { text, write, clear: () => write('') };
  }

  function openForm(key: string): TicketFormDraft {
    const [written, setWritten] = createSignal(parseForm(shelf.get(key)));
    const write = (now: TicketForm) => {
      setWritten(now);
      keep(key, now.subject || now.description ? JSON.stringify(now) : '');
    };
    return {
      form: written,
      write: (part) => write({ ...written(), ...part }),
      clear: () => write(emptyForm()),
    };
  }

  onWindow(['pagehide', 'blur'], save);
  onCleanup(save);

  return {
    reply: (ticketId, internal) => {
      const key = `${prefix}${ticketId}:${internal ? 'note' : 'reply'}`;
      const draft = replies.get(key) ?? openReply(key);
      replies.set(key, draft);
      return draft;
    },
    ticket: () => {
      form ??= openForm(`${prefix}new`);
      return form;
    },
    any: () => {
      save();
      return hasDrafts(personId, shelf);
    },
    discardAll: () => {
      for (const draft of replies.values()) draft.clear();
      form?.clear();
      save();
      discardDrafts(personId, shelf);
    },
  };
}

const emptyForm = (): TicketForm => ({ subject: '', description: '', priority: 'medium', key: randomUuid() });

function parseForm(saved: string | undefined): TicketForm {
  try {
    // Seam: written by `openForm`, of this or an earlier build.
    return saved ? { ...emptyForm(), ...(JSON.parse(saved) as Partial<TicketForm>) } : emptyForm();
  } catch {
    return emptyForm();
  }
}
