import { type Accessor, createSignal, untrack } from 'solid-js';
import type { TicketDraft } from '../../../shared/schemas.ts';
import type { Priority } from '../../../shared/vocabulary.ts';
import type { ClientCore } from '../client-core.ts';
import { ApiError } from '../http/request.ts';
import { createStoredCollection, isRecord, type StoredType } from '../lib/stored-collection.ts';
import { withTabLock } from '../lib/tab-lock.ts';
import { createCommands } from '../tickets/ticket-commands.ts';
import type { ClientTicket } from '../tickets/ticket-store.ts';
import { keyOfText } from './key-of-text.ts';

/** The content of a new ticket. */
export type TicketContent = { subject: string; description: string; priority: Priority };

/** A ticket as it was sent. Its key belongs to exactly this content. */
export type SentTicket = TicketContent & { key: string };

/** Sends new tickets. A request without an answer is repeated with the content and the key of the first attempt. */
export type TicketSubmission = {
  /** The ticket that was sent and that the server has not confirmed, by this tab or another. Reactive. */
  unconfirmed: Accessor<SentTicket | undefined>;
  /**
   * Sends the form. If an unconfirmed ticket with other content exists, sends that one instead: `sent` is what the
   * server has. Rejects with `ApiError` or `NetworkError`.
   */
  submit: (form: SentTicket) => Promise<{ ticket: ClientTicket; sent: TicketContent }>;
};

/** `unknown`: a response is missing; otherwise the request runs, or its page was closed. */
type StoredTicket = SentTicket & { unknown: boolean };

const STORED_TICKET: StoredType<StoredTicket> = {
  version: 1,
  parse: (data) => (isStoredTicket(data) ? data : undefined),
};

const isStoredTicket = (data: unknown): data is StoredTicket =>
  isRecord(data) &&
  [data.subject, data.description, data.priority, data.key].every((value) => typeof value === 'string') &&
  typeof data.unknown === 'boolean';

/** Among the drafts, which are counted as unsent text and discarded with it. */
const SENT_ID = 'new:sent';

/** Whether two tickets have the same content. */
export const hasSameContent = (a: TicketContent, b: TicketContent): boolean =>
  a.subject === b.subject && a.description === b.description && a.priority === b.priority;

/** Creates the submission of one client. */
export function createTicketSubmission(core: ClientCore): TicketSubmission {
  const stored = createStoredCollection(core.storage, `helpdesk:draft:${core.me.id}:`, STORED_TICKET);
  const [unconfirmed, setUnconfirmed] = createSignal<SentTicket | undefined>(stored.get(SENT_ID));

  // A request that runs in another tab is not shown as unconfirmed.
  stored.onChange(() => {
    const other = stored.get(SENT_ID);
    const isShown = other && (other.unknown || other.key === untrack(unconfirmed)?.key);
    setUnconfirmed(isShown ? other : undefined);
  });

  function confirm(): void {
    stored.remove(SENT_ID);
    setUnconfirmed(undefined);
  }

  async function send(sent: SentTicket, isRepeated: boolean): Promise<ClientTicket> {
    try {
      const ticket = await core.use(createCommands).createTicket(contentOf(sent), sent.key);
      confirm();
      return ticket;
    } catch (failure) {
      if (isRefusal(failure, isRepeated)) confirm();
      else {
        stored.set(SENT_ID, { ...sent, unknown: true });
        setUnconfirmed(sent);
      }
      throw failure;
    }
  }

  const submitNow: TicketSubmission['submit'] = async (form) => {
    const earlier = stored.get(SENT_ID);
    const sent = earlier ?? { ...contentOf(form), key: keyOf(form) };
    // Stored before it is sent: closing the page loses neither the content nor the key.
    if (!earlier) stored.set(SENT_ID, { ...sent, unknown: false });
    return { ticket: await send(sent, earlier !== undefined), sent: contentOf(sent) };
  };

  return {
    unconfirmed,
    submit: (form) => withTabLock(`helpdesk:new-ticket:${core.me.id}`, () => submitNow(form)),
  };
}

const contentOf = ({ subject, description, priority }: TicketContent): TicketDraft => ({
  subject,
  description,
  priority,
});

/** The key of one draft with this content. `form.key` differs between drafts: the same text can be submitted again later. */
const keyOf = (form: SentTicket) => keyOfText(JSON.stringify([form.key, contentOf(form)]));

/**
 * Whether the server has refused the ticket for good. After a lost answer, only a refusal of the content shows that the
 * first request was refused too; other refusals (rate limit, ended session) come before the server looks at the key.
 */
function isRefusal(failure: unknown, isRepeated: boolean): boolean {
  return failure instanceof ApiError && (!isRepeated || failure.problem.code === 'invalid');
}
