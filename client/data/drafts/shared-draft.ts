import { type Accessor, batch, createSignal } from 'solid-js';
import { deepEqual } from '../lib/deep-equal.ts';
import {
  addVersion,
  continues,
  type DraftContent,
  type DraftVersion,
  joinCounts,
  type SaveCounts,
  versionToShow,
} from './draft-versions.ts';

/** One draft as this tab shows it. */
export type SharedDraft<T> = {
  value: Accessor<T>;
  write: (value: T) => void;
  /** True: stored as it is. False: the browser refused to store it. Undefined: not stored yet, or no text. */
  saved: Accessor<boolean | undefined>;
  /** Texts that another tab wrote at the same time. Stored as well; empty in all but rare cases. */
  others: Accessor<readonly T[]>;
  /** Appends the other texts to this one. */
  takeOthers: () => void;
  discardOthers: () => void;
  save: () => void;
  /** The stored versions may have changed. `isRemoved`: another tab has discarded the draft. */
  refresh: (isRemoved: boolean) => void;
  /** Saves, and returns what the saved version contains. */
  checkpoint: () => SaveCounts;
  /** This tab has sent the text: removes it, and leaves what was typed after it. */
  takeSent: (sent: string) => void;
  /** The text was sent as it was at the checkpoint, and this is not known to be removed: removes it unless changed since. */
  settleSent: (sent: string, checkpoint: SaveCounts) => void;
  /** Shows an empty draft and stores nothing. */
  discard: () => void;
};

export type SharedDraftOptions<T> = {
  /** Identifies this tab. */
  tab: string;
  content: DraftContent<T>;
  read: () => DraftVersion<T>[];
  /** Returns false if the browser refuses. */
  write: (versions: DraftVersion<T>[]) => boolean;
  saveSoon: () => void;
  now: () => number;
};

/**
 * Creates the draft as stored. All tabs show the same text: a tab without unsaved changes follows the stored version.
 * If two tabs changed it at the same time, each keeps its text on screen and both texts are stored.
 */
export function createSharedDraft<T>(options: SharedDraftOptions<T>): SharedDraft<T> {
  const { tab, content, read, now } = options;
  const [value, setValue] = createSignal<T>(content.empty());
  const [others, setOthers] = createSignal<readonly T[]>([], { equals: deepEqual });
  const [saved, setSaved] = createSignal<boolean | undefined>(true);
  /** The saves that the text on screen contains. */
  let contains: SaveCounts = {};
  let isUnsaved = false;
  let saves = 0;

  function follow(version: DraftVersion<T> | undefined): void {
    contains = version?.contains ?? {};
    const isShown = version ? deepEqual(version.value, value()) : content.isEmpty(value());
    if (!isShown) setValue(() => version?.value ?? content.empty());
  }

  const nextCounts = (counts: SaveCounts): SaveCounts => {
    saves += 1;
    return { ...counts, [tab]: saves };
  };

  /** The versions with text that is not on screen. */
  const otherVersions = (versions: readonly DraftVersion<T>[]) =>
    versions.filter((version) => {
      const isKnown = continues(contains, version.contains) || content.includes(value(), version.value);
      return !isKnown && !content.isEmpty(version.value);
    });
  const showOthers = (versions: readonly DraftVersion<T>[]) =>
    setOthers(otherVersions(versions).map((version) => version.value));

  function change(next: T): void {
    isUnsaved = true;
    setSaved(undefined);
    setValue(() => next);
  }

  function write(next: T): void {
    batch(() => change(next));
    options.saveSoon();
  }

  function save(): void {
    if (!isUnsaved) return;
    const stored = read();
    const isNew = stored.length === 0 && Object.keys(contains).length === 0;
    const version = { value: value(), contains: nextCounts(contains), savedAt: now() };
    // Without a draft here there may be one in another tab, so nothing is written over it.
    const versions = isNew && content.isEmpty(value()) ? [] : addVersion(stored, version, content);
    const isStored = versions.length === 0 || options.write(versions);
    batch(() => {
      if (isStored) {
        isUnsaved = false;
        contains = versions[0]?.contains ?? contains;
      }
      setSaved(isStored);
      showOthers(isStored ? versions : stored);
      // An empty composer shows what another tab has.
      if (isStored && content.isEmpty(value())) refresh(false);
    });
  }

  function refresh(isRemoved: boolean): void {
    const versions = read();
    batch(() => {
      if (!isUnsaved) {
        const hasText = !content.isEmpty(value());
        const later = versions.filter((version) => continues(version.contains, contains));
        const next = versionToShow(hasText ? later : versions, content);
        if (next || !hasText) follow(next);
        else if (isRemoved && versions.length === 0) follow(undefined);
        else {
          // The storage has lost this text: cleared, or another tab wrote at the same moment.
          change(value());
          options.saveSoon();
        }
      }
      showOthers(versions);
    });
  }

  /** Replaces the text and counts the other versions as contained in it. */
  function absorbOthers(next: T): void {
    if (others().length === 0) return;
    const absorbed = otherVersions(read());
    contains = absorbed.reduce((counts, other) => joinCounts(counts, other.contains), contains);
    batch(() => change(next));
    save();
  }

  function takeSent(sent: string): void {
    const rest = content.withoutSent(value(), sent);
    if (deepEqual(rest, value())) return;
    batch(() => change(rest));
    save();
  }

  function settleSent(sent: string, checkpoint: SaveCounts): void {
    const versions = read();
    const settled = versions.map((version) => {
      const rest = content.withoutSent(version.value, sent);
      if (!continues(checkpoint, version.contains) || deepEqual(rest, version.value)) return version;
      return { value: rest, contains: nextCounts(version.contains), savedAt: now() };
    });
    if (deepEqual(settled, versions)) return;
    options.write(settled);
    refresh(false);
  }

  refresh(false);

  return {
    value,
    write,
    saved: () => (content.isEmpty(value()) ? undefined : saved()),
    others,
    takeOthers: () => absorbOthers(others().reduce((text, other) => content.append(text, other), value())),
    discardOthers: () => absorbOthers(value()),
    save,
    refresh,
    checkpoint: () => {
      save();
      return contains;
    },
    takeSent,
    settleSent,
    discard: () => {
      isUnsaved = false;
      batch(() => {
        follow(undefined);
        setOthers([]);
        setSaved(true);
      });
    },
  };
}
