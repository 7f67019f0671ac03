import { type Accessor, createEffect, onCleanup } from 'solid-js';
import type { AgentPresence, CustomerPresence, PresentAgent } from '../../../shared/events.ts';
import { LEASES } from '../../../shared/policy.ts';
import type { User } from '../../../shared/schemas.ts';
import { deepEqual } from '../lib/deep-equal.ts';
import { isVisible, onPageResume } from '../lib/page-lifecycle.ts';
import { createSignalMap } from '../lib/signal-map.ts';
import type { Emitter } from './socket.ts';

/** Who is at a ticket: agents (never oneself) for agents; for its customer only whether support is writing. */
export type Presence = { viewers: readonly PresentAgent[]; replying: boolean };

const NOBODY: Presence = { viewers: [], replying: false };
const TYPING_EVERY = (LEASES.replying * 1000) / 2;

/** Makes presence for one person: what I say of myself, and what I hear of others. Nothing of it is kept. */
export function createPresence(me: User, wire: Emitter) {
  const present = createSignalMap(NOBODY, deepEqual);
  const typed = new Map<string, number>();

  /** One page's word that I look at a ticket: said again before it runs out, and while the page is in sight only. */
  function keepViewing(id: number): void {
    const say = () => isVisible() && wire.emit('ticket:view', id);
    const timer = setInterval(say, LEASES.viewingRepeat * 1000);
    say();
    onPageResume(say);
    onCleanup(() => {
      clearInterval(timer);
      wire.emit('ticket:leave', id);
    });
  }

  return {
    view: (ticketId: Accessor<number>) =>
      createEffect(() => {
        const id = ticketId();
        if (wire.isLive()) keepViewing(id);
      }),
    typing: (id: number, internal: boolean) => {
      const key = `${id}:${internal}`;
      const now = Date.now();
      if (now - (typed.get(key) ?? 0) < TYPING_EVERY) return;
      typed.set(key, now);
      wire.emit('ticket:typing', { id, internal });
    },
    of: present.get,
    receive: (news: AgentPresence | CustomerPresence) => {
      const now =
        'viewers' in news
          ? { viewers: news.viewers.filter(({ user }) => user.id !== me.id), replying: false }
          : { viewers: [], replying: news.replying };
      present.set(news.ticketId, now);
    },
    /** The line is cut: nobody knows who is where. */
    clear: present.clear,
  };
}
export type LivePresence = ReturnType<typeof createPresence>;
