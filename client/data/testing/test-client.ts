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
import { type FakeServer, respond } from './fake-server.ts';

export const ada: User = { id: 1, name: 'Ada', email: 'ada@x', role: 'agent' };
export const ben: User = { id: 2, name: 'Ben', email: 'ben@x', role: 'agent' };
export const cleo: User = { id: 3, name: 'Cleo', email: 'cleo@x', role: 'customer' };
export const dan: User = { id: 4, name: 'Dan', email: 'dan@x', role: 'customer' };

/** Storage in memory, shared by all pages that receive the same one. Changes are not reported. */
export function memoryStorage(): KeyValueStore & { map: Map<string, string> } {
  const map = new Map<string, string>();
  return {
    map,
    get: (key) => map.get(key),
    set: (key, text) => Boolean(map.set(key, text)),
    remove: (key) => void map.delete(key),
    keys: (prefix) => [...map.keys()].filter((key) => key.startsWith(prefix)),
    onChange: () => {},
  };
}

/** The parts of a request that tests check. */
type SentRequest = {
  params?: { id: number };
  body?: { upTo?: string | null; content?: string; lastSeenReplyId?: string | null };
  key?: string;
  signal?: AbortSignal;
};
type Frame = { name: string; payload: unknown };
/** A request on its way: the server processes it, then its response arrives. It can fail before and after that. */
type PendingRequest = {
  name: EndpointName;
  isProcessed: boolean;
  process: () => void;
  complete: () => void;
  fail: () => void;
};

/** One user's client with a fake server. The test decides when each request and each socket frame arrives. */
export class TestPage {
  readonly pendingRequests: PendingRequest[] = [];
  readonly frames: Frame[] = [];
  readonly requests: { name: EndpointName; request: SentRequest }[] = [];
  readonly client: Client;
  readonly server: FakeServer;
  readonly me: User;
  readonly dispose: () => void;
  isNetworkDown = false;
  #handlers = new Map<string, (payload: unknown) => void>();
  isConnected = false;
  wasConnected = false;
  #relayedSeq = 0;
  #authenticate: AuthCallback | undefined;

  constructor(
    server: FakeServer,
    me: User,
    storage: KeyValueStore = memoryStorage(),
    pageSize = 3,
    maxTickets = 2_000,
  ) {
    this.server = server;
    this.me = me;
    const [client, dispose] = createRoot((end) => [
      createClient(this.#session(), me, {
        storage,
        pageSize,
        maxTickets,
        openSocket: async (authenticate) => this.#openSocket(authenticate),
      }),
      end,
    ]);
    this.client = client;
    this.dispose = dispose;
  }

  /** What `useThread`, `useCommands` and `useDrafts` return in a component. */
  thread = (ticketId: () => number) => this.client.use(createThreads).open(ticketId);
  commands = () => this.client.use(createCommands);
  drafts = () => this.client.use(createDrafts);

  #request: Call = (name, parts) =>
    new Promise((resolve, reject) => {
      // Seam: one request type for all endpoints.
      const request = parts as SentRequest;
      this.requests.push({ name, request });
      let settle: () => void = () => {};
      const pending: PendingRequest = {
        name,
        isProcessed: false,
        process: () => {
          pending.isProcessed = true;
          try {
            // Seam: the fake server follows the contract; `convergence.test.ts` fails otherwise.
            const response = structuredClone(respond(this.server, this.me, name, request)) as ResponseOf<
              typeof name
            >;
            settle = () => resolve(response);
            if (name === 'markRead')
              this.emitFromServer('read', { ticketId: request.params?.id, upTo: request.body?.upTo });
          } catch (failure) {
            settle = () => reject(failure);
          }
        },
        complete: () => settle(),
        fail: () => reject(new NetworkError('lost')),
      };
      this.pendingRequests.push(pending);
      request.signal?.addEventListener('abort', () => {
        const index = this.pendingRequests.indexOf(pending);
        if (index >= 0) this.pendingRequests.splice(index, 1);
        pending.fail();
      });
    });

  #session(): Session {
    const state: SessionState = { is: 'signedIn', user: this.me };
    return {
      state: () => state,
      user: () => this.me,
      requestAs: () => this.#request,
      token: async () => ({ token: 't', renewsInMs: () => 1e9 }),
      refresh: async () => {},
      login: async () => this.me,
      register: async () => this.me,
      acceptInvitation: async () => this.me,
      logout: async () => {},
      retry: () => {},
      serverInfo: () => undefined,
    };
  }

  #openSocket(authenticate: AuthCallback): ClientSocket {
    this.#authenticate = authenticate;
    const page = this;
    const socket = {
      io: { on: () => {} },
      get connected() {
        return page.isConnected;
      },
      active: true,
      on: (name: string, handler: (payload: unknown) => void) => void this.#handlers.set(name, handler),
      connect: () => this.connect(),
      disconnect: () => this.#closeSocket('io client disconnect'),
      emit: () => {},
      timeout: () => ({ emitWithAck: async () => ({ ok: true }) }),
    };
    // Seam: the members of a socket that `client/data/realtime` uses.
    return socket as unknown as ClientSocket;
  }

  /** Runs the handshake and queues the replay, as the server does on connect. */
  connect(): void {
    if (this.isNetworkDown) return;
    this.#authenticate?.(({ after }) => {
      if (this.isNetworkDown) return;
      this.isConnected = true;
      this.wasConnected = true;
      this.#receive({ name: 'connect', payload: undefined });
      this.#relayedSeq = after ?? this.server.events(this.me).length;
      this.relayEvents();
      this.frames.push({ name: 'ready', payload: { seq: this.#relayedSeq, log: 'l', build: 'b' } });
    });
  }

  #closeSocket(reason: string): void {
    this.frames.length = 0;
    if (!this.isConnected) return;
    this.isConnected = false;
    this.#receive({ name: 'disconnect', payload: reason });
  }

  /** Takes the network down. */
  disconnect(): void {
    this.isNetworkDown = true;
    this.#closeSocket('transport close');
  }

  reconnect(): void {
    this.isNetworkDown = false;
    this.connect();
  }

  /** Queues the new events of the log as frames, as the relay does. */
  relayEvents(): void {
    if (!this.isConnected) return;
    for (const event of this.server.events(this.me).slice(this.#relayedSeq))
      this.frames.push({ name: event.type, payload: event });
    this.#relayedSeq = this.server.events(this.me).length;
  }

  /** Queues a message that has no seq. */
  emitFromServer(name: string, payload: unknown): void {
    if (this.isConnected) this.frames.push({ name, payload });
  }

  #receive({ name, payload }: Frame): void {
    this.#handlers.get(name)?.(structuredClone(payload));
  }

  /** Delivers the next frame: once, twice or, for a numbered event, not at all. */
  deliverFrame(how: 'once' | 'twice' | 'lost' = 'once'): void {
    const frame = this.frames.shift();
    if (!frame) return;
    if (how !== 'lost' || !('seq' in Object(frame.payload)) || frame.name === 'ready') this.#receive(frame);
    if (how === 'twice' && frame.name !== 'ready') this.#receive(frame);
  }

  /** Moves one request on: the server processes it, or its response arrives, or (`isLost`) it fails. */
  advanceRequest(index: number, isLost = false): void {
    const pending = this.pendingRequests[index % this.pendingRequests.length];
    if (!pending) return;
    if (!isLost && !pending.isProcessed) {
      pending.process();
      return;
    }
    this.pendingRequests.splice(this.pendingRequests.indexOf(pending), 1);
    if (isLost) pending.fail();
    else pending.complete();
  }

  /** Delivers all frames and completes all requests, also those that follow from them. */
  async runUntilIdle(advance: (ms: number) => Promise<unknown>, rounds = 25, ms = 100): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      this.relayEvents();
      while (this.frames.length > 0) this.deliverFrame();
      while (this.pendingRequests.length > 0) this.advanceRequest(0);
      await advance(ms);
    }
  }
}
