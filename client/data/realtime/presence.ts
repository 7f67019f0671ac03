import { type Accessor, createEffect, onCleanup } from 'solid-js';
import type { PresentAgent } from '../../../shared/events.ts';
import { LEASE_SECONDS } from '../../../shared/presence.ts';
import type { User } from '../../../shared/schemas.ts';
import { deepEqual } from '../lib/deep-equal.ts';
import { startStopwatch } from '../lib/elapsed-time.ts';
import { isVisible, onPageResume } from '../lib/page-lifecycle.ts';
import { createSignalMap } from '../lib/signal-map.ts';
import type { LiveConnection } from './connection.ts';

/** Who views a ticket: the other agents, for agents; for its customer only whether support is writing. */
export type Presence = { viewers: readonly PresentAgent[]; replying: boolean };

const NO_PRESENCE: Presence = { viewers: [], replying: false };
const TYPING_INTERVAL_MS = (LEASE_SECONDS.replying * 1000) / 2;

/** Sends and receives presence. Nothing of it is stored. */
export function createPresence(me: User, { emitter, onPresence, onDisconnect }: LiveConnection) {
  const present = createSignalMap(NO_PRESENCE, deepEqual);
  /** The time since the last report of typing, by ticket and kind of reply. */
  const sinceTypedMs = new Map<string, () => number>();

  onPresence((presence) => {
    const { ticketId } = presence;
    if ('viewers' in presence) {
      const others = presence.viewers.filter(({ user }) => user.id !== me.id);
      present.set(ticketId, { viewers: others, replying: false });
    } else {
      present.set(ticketId, { viewers: [], replying: presence.replying });
    }
  });
  onDisconnect(present.clear);

  /** Repeats the report before its lease ends, while the page is visible. */
  function keepViewing(id: number): void {
    const report = () => isVisible() && emitter.emit('ticket:view', id);
    const timer = setInterval(report, LEASE_SECONDS.viewingRepeat * 1000);
    report();
    onPageResume(report);
    onCleanup(() => {
      clearInterval(timer);
      emitter.emit('ticket:leave', id);
    });
  }

  return {
    view: (ticketId: Accessor<number>) =>
      createEffect(() => {
        const id = ticketId();
        if (emitter.isLive()) keepViewing(id);
      }),
    typing: (id: number, internal: boolean) => {
      // Only the typing of agents is shown to others.
      if (me.role !== 'agent') return;
      const key = `${id}:${internal}`;
      const elapsedMs = sinceTypedMs.get(key);
      if (elapsedMs && elapsedMs() < TYPING_INTERVAL_MS) return;
      sinceTypedMs.set(key, startStopwatch());
      emitter.emit('ticket:typing', { id, internal });
    },
    of: present.get,
  };
}
