import type { ClientCore } from '../client-core.ts';
import { createStoredCollection } from '../lib/stored-collection.ts';
import type { SaveCounts } from './draft-versions.ts';
import { draftPrefix, hasText, STORED_DRAFT } from './stored-drafts.ts';

/** What the client and the outbox need of the drafts. */
export type UnsentDrafts = {
  /** Whether a draft exists, of this page or an earlier one. */
  any: () => boolean;
  discardAll: () => void;
  /** Saves the draft and returns what identifies its text. */
  checkpoint: (ticketId: number, internal: boolean) => SaveCounts;
  /** This tab has sent the text: removes it from the draft. */
  takeSent: (ticketId: number, internal: boolean, sent: string) => void;
  /** The text was sent, perhaps by a page that ended before it cleared the draft. */
  settleSent: (ticketId: number, internal: boolean, sent: string, checkpoint: SaveCounts) => void;
  /** Puts text before the draft, and saves it. */
  prepend: (ticketId: number, internal: boolean, text: string) => void;
};

/** The drafts for modules that do not load their code: only pages with a composer load it. */
export type DraftRegistry = {
  register: (drafts: UnsentDrafts) => void;
  /** The drafts if their code is loaded. */
  loaded: () => UnsentDrafts | undefined;
  /** Runs with the drafts, now or as soon as their code is loaded. */
  whenLoaded: (run: (drafts: UnsentDrafts) => void) => void;
} & Pick<UnsentDrafts, 'any' | 'discardAll'>;

/** Creates the registry of one client. */
export function createDraftRegistry({ me, storage }: ClientCore): DraftRegistry {
  const stored = createStoredCollection(storage, draftPrefix(me.id), STORED_DRAFT);
  const waiting: ((drafts: UnsentDrafts) => void)[] = [];
  let loaded: UnsentDrafts | undefined;
  return {
    register: (drafts) => {
      loaded = drafts;
      for (const run of waiting.splice(0)) run(drafts);
    },
    loaded: () => loaded,
    whenLoaded: (run) => {
      if (loaded) run(loaded);
      else waiting.push(run);
    },
    any: () => {
      if (loaded) return loaded.any();
      return stored.ids().some((id) => hasText(stored.get(id) ?? { versions: [] }));
    },
    discardAll: () => {
      loaded?.discardAll();
      for (const id of stored.ids()) stored.remove(id);
    },
  };
}
