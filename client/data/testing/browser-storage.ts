import type { KeyValueStore } from '../lib/local-storage.ts';

type Change = { key: string; text: string | undefined };
type Message = { change: Change } | { acknowledged: string };

/**
 * The storage of several tabs, as Chromium implements it: each tab has a copy, its writes reach the others later, and of
 * two writes at once the one that arrives last wins. The test decides when changes travel.
 */
export class BrowserStorage {
  readonly map = new Map<string, string>();
  readonly tabs = new Set<TabStorage>();

  openTab(): TabStorage {
    const tab = new TabStorage(this);
    this.tabs.add(tab);
    return tab;
  }

  /** Delivers all changes, also those made in response. */
  settle(): void {
    for (let round = 0; round < 10; round += 1) {
      for (const tab of this.tabs) tab.send();
      for (const tab of this.tabs) tab.receive();
    }
  }
}

/** The storage as one tab sees it. */
export class TabStorage implements KeyValueStore {
  /** The browser refuses to store: the quota is exceeded. */
  isFull = false;
  readonly incoming: Message[] = [];
  readonly #browser: BrowserStorage;
  readonly #copy: Map<string, string>;
  readonly #outgoing: Change[] = [];
  readonly #unacknowledged: string[] = [];
  readonly #listeners = new Set<(key: string | null) => void>();

  constructor(browser: BrowserStorage) {
    this.#browser = browser;
    this.#copy = new Map(browser.map);
  }

  get = (key: string) => this.#copy.get(key);
  keys = (prefix: string) => [...this.#copy.keys()].filter((key) => key.startsWith(prefix));
  onChange = (listener: (key: string | null) => void) => void this.#listeners.add(listener);
  set = (key: string, text: string) => {
    if (!this.isFull) this.#change({ key, text });
    return !this.isFull;
  };
  remove = (key: string) => this.#change({ key, text: undefined });

  #change(change: Change): void {
    apply(this.#copy, change);
    this.#outgoing.push(change);
    this.#unacknowledged.push(change.key);
  }

  /** The writes of this tab reach the browser. */
  send(): void {
    for (const change of this.#outgoing.splice(0)) {
      apply(this.#browser.map, change);
      for (const tab of this.#browser.tabs)
        tab.incoming.push(tab === this ? { acknowledged: change.key } : { change });
    }
  }

  /** The writes of other tabs reach this tab. A suspended tab receives no reports of them. */
  receive(isSuspended = false): void {
    for (const message of this.incoming.splice(0)) {
      if ('acknowledged' in message) {
        this.#unacknowledged.splice(this.#unacknowledged.indexOf(message.acknowledged), 1);
      } else if (!this.#unacknowledged.includes(message.change.key)) {
        apply(this.#copy, message.change);
        for (const listener of isSuspended ? [] : this.#listeners) listener(message.change.key);
      }
    }
  }

  /** The tab was suspended and continues. */
  resume(): void {
    this.receive(true);
    for (const listener of this.#listeners) listener(null);
  }

  /** The page is gone. */
  close(): void {
    this.#listeners.clear();
    this.#browser.tabs.delete(this);
  }
}

function apply(map: Map<string, string>, { key, text }: Change): void {
  if (text === undefined) map.delete(key);
  else map.set(key, text);
}
