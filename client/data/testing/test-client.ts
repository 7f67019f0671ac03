import { createRoot } from 'solid-js';
import type { ResponseOf } from '../../../shared/contract.ts';
import type { EndpointName } from '../../../shared/paths.ts';
import type { User } from '../../../shared/schemas.ts';
import { type Client, createClient } from '../create-client.ts';
import { createDrafts } from '../drafts/drafts.ts';
import { type Call, NetworkError } from '../http/request.ts';
import type { KeyValueStore } from '../lib/local-storage.ts';
import type { AuthCallback, ClientSocket } from '../realtime/socket.ts';
import type { Session, SessionState } from '../session/session-context.ts';
import { createThreads } from '../thread/threads.ts';
import { createCommands } from '../tickets/ticket-commands.ts';
import { answer, type ModelServer } from './fake-server.ts';

export const ada: User = { id: 1, name: 'Ada', email: 'ada@x', role: 'agent' };
export const ben: User = { id: 2, name: 'Ben', email: 'ben@x', role: 'agent' };
export const cleo: User = { id: 3, name: 'Cleo', email: 'cleo@x', role: 'customer' };
export const dan: User = { id: 4, name: 'Dan', email: 'dan@x', role: 'customer' };

/** Storage in memory, shared by all pages that receive the same one. */
export function memoryStorage(): KeyValueStore & { map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    get: (key) => map.get(key),
    set: (key, text) => void map.set(key, text),
    remove: (key) => void map.delete(key),
    keys: (prefix) => [...map.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/** As much of a request as tests look at. */
type Sent = {
  params?: { id: number };
  body?: { upTo?: string | null; content?: string; lastSeenReplyId?: string | null };
  key?: string;
};
type Frame = { name: string; payload: unknown };
type Flight = { name: EndpointName; run: () => void; arrive: () => void; lose: () => void; isDone: boolean };

/** One person's page before the model server, with every request and every frame in the test's hand. */
export class Page {
  readonly flights: Flight[] = [];
  readonly frames: Frame[] = [];
  readonly requests: { name: EndpointName; request: Sent }[] = [];
  readonly client: Client;
  readonly server: ModelServer;
  readonly me: User;
  readonly dispose: () => void;
  isCut = false;
  #handlers = new Map<string, (payload: unknown) => void>();
  isConnected = false;
  wasConnected = false;
  #told = 0;
  #introduce: AuthCallback | undefined;

  constructor(server: ModelServer, me: User, storage: KeyValueStore = memoryStorage(), pageSize = 3) {
    this.server = server;
    this.me = me;
    const [client, dispose] = createRoot((end) => [
      createClient(this.#session(), me, {
        storage,
        pageSize,
        openSocket: async (introduce) => this.#dial(introduce),
      }),
      end,
    ]);
    this.client = client;
    this.dispose = dispose;
  }

  /** As `useThread`, `useDrafts` and `useCommands` would. */
  thread = (ticketId: () => number) => this.client.use(createThreads).open(ticketId);
  commands = () => this.client.use(createCommands);
  drafts = () => this.client.use(createDrafts);

  /** A request travels in two steps, and can be lost on either: unheard, or its answer. */
  #call: Call = (name, request) =>
    new Promise((resolve, reject) => {
      // Seam: one request type for all endpoints.
      const sent = request as Sent;
      this.requests.push({ name, request: sent });
      let outcome: () => void = () => {};
      const lost = () => reject(new NetworkError('lost'));
      const flight: Flight = {
        name,
        isDone: false,
        run: () => {
          flight.isDone = true;
          try {
            // Seam: the model answers by the contract; `exact.test.ts` would not pass otherwise.
            const said = structuredClone(answer(this.server, this.me, name, sent)) as ResponseOf<typeof name>;
            outcome = () => resolve(said);
            if (name === 'markRead')
              this.whisper('read', { ticketId: sent.params?.id, upTo: sent.body?.upTo });
          } catch (failure) {
            outcome = () => reject(failure);
          }
        },
        arrive: () => outcome(),
        lose: lost,
      };
      this.flights.push(flight);
    });

  #session(): Session {
    const state: SessionState = { is: 'signedIn', user: this.me };
    return {
      state: () => state,
      user: () => this.me,
      requestAs: () => this.#call,
      token: async () => ({ token: 't', renewAt: Date.now() + 1e9 }),
      refresh: async () => {},
      login: async () => this.me,
      register: async () => this.me,
      join: async () => this.me,
      logout: async () => {},
      retry: () => {},
      about: () => undefined,
    };
  }

  #dial(introduce: AuthCallback): ClientSocket {
    this.#introduce = introduce;
    const page = this;
    const socket = {
      io: { on: () => {} },
      get connected() {
        return page.isConnected;
      },
      active: true,
      on: (name: string, handler: (payload: unknown) => void) => void this.#handlers.set(name, handler),
      connect: () => this.connect(),
      disconnect: () => this.#break('io client disconnect'),
      emit: () => {},
      timeout: () => ({ emitWithAck: async () => ({ ok: true }) }),
    };
    // Seam: as much of a socket as `live.ts` uses.
    return socket as unknown as ClientSocket;
  }

  /** The handshake, and the replay into the line. */
  connect(): void {
    if (this.isCut) return;
    this.#introduce?.(({ after }) => {
      if (this.isCut) return;
      this.isConnected = true;
      this.wasConnected = true;
      this.#hear({ name: 'connect', payload: undefined });
      this.#told = after ?? this.server.events(this.me).length;
      this.tell();
      this.frames.push({ name: 'ready', payload: { seq: this.#told, log: 'l', build: 'b' } });
    });
  }

  #break(reason: string): void {
    this.frames.length = 0;
    if (!this.isConnected) return;
    this.isConnected = false;
    this.#hear({ name: 'disconnect', payload: reason });
  }

  cut(): void {
    this.isCut = true;
    this.#break('transport close');
  }

  restore(): void {
    this.isCut = false;
    this.connect();
  }

  /** The relay: whatever the log has, into the line. */
  tell(): void {
    if (!this.isConnected) return;
    for (const event of this.server.events(this.me).slice(this.#told))
      this.frames.push({ name: event.type, payload: event });
    this.#told = this.server.events(this.me).length;
  }

  /** A word without a number, to this person's sockets. */
  whisper(name: string, payload: unknown): void {
    if (this.isConnected) this.frames.push({ name, payload });
  }

  #hear({ name, payload }: Frame): void {
    this.#handlers.get(name)?.(structuredClone(payload));
  }

  /** Delivers the next frame, perhaps twice, or loses it. */
  deliver(how: 'once' | 'twice' | 'lost' = 'once'): void {
    const frame = this.frames.shift();
    if (!frame) return;
    if (how !== 'lost' || !('seq' in Object(frame.payload)) || frame.name === 'ready') this.#hear(frame);
    if (how === 'twice' && frame.name !== 'ready') this.#hear(frame);
  }

  /** Moves one request a step on its way. */
  step(which: number, isLost = false): void {
    const flight = this.flights[which % this.flights.length];
    if (!flight) return;
    if (!isLost && !flight.isDone) {
      flight.run();
      return;
    }
    this.flights.splice(this.flights.indexOf(flight), 1);
    if (isLost) flight.lose();
    else flight.arrive();
  }

  /** Everything under way arrives, and what that sets off. */
  async settle(pass: (ms: number) => Promise<unknown>, rounds = 25, ms = 100): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      this.tell();
      while (this.frames.length > 0) this.deliver();
      while (this.flights.length > 0) this.step(0);
      await pass(ms);
    }
  }
}
