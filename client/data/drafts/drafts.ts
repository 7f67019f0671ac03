import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js';
import type { ClientCore } from '../client-core.ts';
import { onWindow } from '../lib/page-lifecycle.ts';
import { randomUuid } from '../lib/random-uuid.ts';
import { serverNow } from '../lib/server-clock.ts';
import { createStoredCollection } from '../lib/stored-collection.ts';
import { emptyForm, FORM_CONTENT, REPLY_CONTENT } from './draft-contents.ts';
import { createDraftRegistry, type UnsentDrafts } from './draft-registry.ts';
import type { DraftContent, DraftVersion } from './draft-versions.ts';
import { createSharedDraft, type SharedDraft } from './shared-draft.ts';
import {
  draftPrefix,
  hasText,
  isTicketForm,
  STORED_DRAFT,
  type StoredValue,
  type TicketForm,
} from './stored-drafts.ts';

export type { TicketForm } from './stored-drafts.ts';

/** What the drafts of a reply and of the new-ticket form have in common. */
export type DraftStatus = {
  /**
   * True: stored as it is. False: the browser refused to store it, so only this page has the text; saving is tried
   * again. Undefined: not stored yet, or no text. Reactive.
   */
  saved: Accessor<boolean | undefined>;
  /** Texts that another tab wrote at the same time; empty in all but rare cases. */
  otherTexts: Accessor<readonly string[]>;
  /** Appends the other texts to this draft. */
  takeOthers: () => void;
  discardOthers: () => void;
};

/**
 * The unsent text of one composer, the same in all tabs: reactive, stored within a second, never changed by incoming
 * events. Sending the text by `Outbox.send` clears it in all tabs.
 */
export type Draft = DraftStatus & { text: () => string; write: (text: string) => void; clear: () => void };

/** The draft of the new-ticket form. */
export type TicketFormDraft = DraftStatus & {
  form: () => TicketForm;
  write: (part: Partial<Omit<TicketForm, 'key'>>) => void;
  clear: () => void;
};

/** Everything the user has begun to write. */
export type Drafts = UnsentDrafts & {
  reply: (ticketId: number, internal: boolean) => Draft;
  ticket: () => TicketFormDraft;
  /** The tickets with the draft of a reply or a note. Reactive. */
  ticketIds: Accessor<ReadonlySet<number>>;
};

const SAVE_DELAY_MS = 300;
const RETRY_DELAY_MS = 5_000;
/** A sent draft stays stored without text for so long: a suspended tab that still shows the text clears it then. */
const MAX_EMPTY_AGE_MS = 3 * 24 * 60 * 60 * 1000;
const FORM_ID = 'new';
const replyId = (ticketId: number, internal: boolean) => `${ticketId}:${internal ? 'note' : 'reply'}`;

type DraftsCore = Pick<ClientCore, 'me' | 'storage'> & Partial<Pick<ClientCore, 'use'>>;

/** Creates the drafts of one client, as all tabs have stored them. */
export function createDrafts({ me, storage, use }: DraftsCore): Drafts {
  const stored = createStoredCollection(storage, draftPrefix(me.id), STORED_DRAFT);
  const tab = `t${randomUuid().slice(0, 8)}`;
  const replies = new Map<string, SharedDraft<string>>();
  const idsWithText = createIdsWithText();
  const ticketIds = createMemo(
    () => new Set([...idsWithText.ids()].map((id) => Number.parseInt(id, 10)).filter(Number.isInteger)),
  );
  let form: SharedDraft<TicketForm> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  const open = () => [...replies, ...(form ? [[FORM_ID, form] as const] : [])];

  function openDraft<T extends StoredValue>(
    id: string,
    content: DraftContent<T>,
    isValue: (value: StoredValue) => value is T,
  ): SharedDraft<T> {
    const isVersion = (version: DraftVersion<StoredValue>): version is DraftVersion<T> =>
      isValue(version.value);
    return createSharedDraft({
      tab,
      content,
      read: () => stored.get(id)?.versions.filter(isVersion) ?? [],
      write: (versions) => {
        const isStored = stored.set(id, { versions });
        idsWithText.update(id);
        return isStored;
      },
      saveSoon,
      now: serverNow,
    });
  }

  /** Saves now; what the storage refuses is tried again until it is stored. */
  function save(): void {
    clearTimeout(timer);
    clearTimeout(retryTimer);
    timer = undefined;
    for (const [, draft] of open()) draft.save();
    if (hasFailed()) retryTimer = setTimeout(save, RETRY_DELAY_MS);
  }

  function saveSoon(): void {
    timer ??= setTimeout(save, SAVE_DELAY_MS);
  }

  const hasFailed = () => open().some(([, draft]) => draft.saved() === false);

  function createIdsWithText() {
    const hasStoredText = (id: string) => {
      const draft = stored.get(id);
      return draft !== undefined && hasText(draft);
    };
    const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set(stored.ids().filter(hasStoredText)));
    return {
      ids,
      update: (id: string | null): void => {
        if (id === null) setIds(new Set(stored.ids().filter(hasStoredText)));
        else if (hasStoredText(id) !== ids().has(id)) {
          const others = [...ids()].filter((other) => other !== id);
          setIds(new Set(hasStoredText(id) ? [...others, id] : others));
        }
      },
    };
  }

  function reply(ticketId: number, internal: boolean): SharedDraft<string> {
    const id = replyId(ticketId, internal);
    const draft = replies.get(id) ?? openDraft(id, REPLY_CONTENT, (value) => typeof value === 'string');
    replies.set(id, draft);
    return draft;
  }

  function ticketForm(): SharedDraft<TicketForm> {
    form ??= openDraft(FORM_ID, FORM_CONTENT, isTicketForm);
    return form;
  }

  stored.onChange((changedId) => {
    idsWithText.update(changedId);
    for (const [id, draft] of open())
      if (changedId === null || changedId === id) draft.refresh(changedId === id);
  });
  removeOldEmptyDrafts();
  onWindow(['pagehide', 'blur', 'visibilitychange'], save);
  onWindow(['beforeunload'], (event) => {
    save();
    // Only this page has the text: the browser shows a confirmation before it closes the page.
    if (hasFailed()) event.preventDefault();
  });
  onCleanup(() => {
    save();
    clearTimeout(retryTimer);
  });

  function removeOldEmptyDrafts(): void {
    for (const id of stored.ids()) {
      const draft = stored.get(id);
      const isRecent = ({ savedAt }: DraftVersion<StoredValue>) =>
        Math.abs(serverNow() - savedAt) < MAX_EMPTY_AGE_MS;
      if (draft && !hasText(draft) && !draft.versions.some(isRecent)) stored.remove(id);
    }
  }

  const drafts: Drafts = {
    reply: (ticketId, internal) => toDraft(reply(ticketId, internal)),
    ticket: () => toFormDraft(ticketForm()),
    ticketIds,
    any: () => {
      save();
      return idsWithText.ids().size > 0 || hasFailed();
    },
    discardAll: () => {
      for (const [, draft] of open()) draft.discard();
      for (const id of stored.ids()) stored.remove(id);
      idsWithText.update(null);
    },
    checkpoint: (ticketId, internal) => reply(ticketId, internal).checkpoint(),
    takeSent: (ticketId, internal, sent) => reply(ticketId, internal).takeSent(sent),
    prepend: (ticketId, internal, text) => {
      const draft = reply(ticketId, internal);
      draft.write(REPLY_CONTENT.append(text, draft.value()));
      draft.save();
    },
    settleSent: (ticketId, internal, sent, checkpoint) =>
      reply(ticketId, internal).settleSent(sent, checkpoint),
  };
  use?.(createDraftRegistry).register(drafts);
  return drafts;
}

const statusOf = <T>(draft: SharedDraft<T>, toText: (value: T) => string): DraftStatus => ({
  saved: draft.saved,
  otherTexts: () => draft.others().map(toText),
  takeOthers: draft.takeOthers,
  discardOthers: draft.discardOthers,
});

/** Saved at once: in no other tab and after no crash the text stands as if it was not used. */
function clear<T>(draft: SharedDraft<T>, empty: T): void {
  draft.write(empty);
  draft.save();
}

const toDraft = (draft: SharedDraft<string>): Draft => ({
  ...statusOf(draft, (text) => text),
  text: draft.value,
  write: draft.write,
  clear: () => clear(draft, ''),
});

const toFormDraft = (draft: SharedDraft<TicketForm>): TicketFormDraft => ({
  ...statusOf(draft, ({ subject, description }) => [subject, description].filter(Boolean).join(': ')),
  form: draft.value,
  write: (part) => draft.write({ ...draft.value(), ...part }),
  clear: () => clear(draft, emptyForm()),
});
