import { useNavigate } from '@solidjs/router';
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import { useClient } from '../../data/client-context.ts';
import { type ListQuery, searchTextOf } from '../../data/tickets/list-query.ts';
import type { ClientTicket } from '../../data/tickets/ticket-store.ts';
import { statusLabel } from '../../features/tickets/status.tsx';
import { stripSnippet } from '../../features/tickets/strip-markdown.ts';
import { ticketPath } from '../../paths.ts';
import { errorMessage } from '../../ui/errors/error-message.ts';
import { isolate } from '../../ui/isolate.ts';
import { createSearchMarks } from '../../ui/text/search-marks.ts';
import type { Command } from './match-commands.ts';

const DEBOUNCE_MS = 120;
const MAX_FOUND = 8;
const MAX_RECENT = 5;

/** The tickets that the palette offers. */
export type TicketResults = {
  commands: Accessor<Command[]>;
  /** The shown tickets are not those of the current text yet. */
  isSearching: Accessor<boolean>;
  /** The text of the search whose tickets are shown. */
  searchedText: Accessor<string | undefined>;
};

/** Searches the tickets for the text of the palette; without one, offers the last active tickets. */
export function createTicketResults(text: Accessor<string>): TicketResults {
  const client = useClient();
  const navigate = useNavigate();
  const [debouncedText, setDebouncedText] = createSignal('');
  const listQuery = (): ListQuery => {
    const q = searchTextOf(debouncedText());
    if (q !== undefined) return { filter: {}, sort: 'relevance', q };
    return { filter: client.me.role === 'customer' ? {} : { assignee: 'me' }, sort: 'updated' };
  };
  const list = client.list(listQuery);
  const marks = createSearchMarks(() => list.query.q);
  const isSearching = () => searchTextOf(text()) !== list.query.q || list.state === 'loading';

  createEffect(
    on(text, (current) => {
      const timer = setTimeout(() => setDebouncedText(current), DEBOUNCE_MS);
      onCleanup(() => clearTimeout(timer));
    }),
  );

  const commandOf = (ticket: ClientTicket): Command => {
    const match = list.match(ticket.id);
    return {
      key: `ticket ${ticket.id}`,
      group: 'Tickets',
      label: ticket.subject,
      labelParts: marks().partsOf(ticket.subject),
      snippet: match && match.field !== 'subject' ? stripSnippet(match.snippet) : undefined,
      hint: `#${ticket.id} · ${statusLabel(ticket.status, client.me.role)} · ${isolate(ticket.customer.name)}`,
      icon: ticket.status,
      run: () => navigate(ticketPath(client.me.role, ticket.id)),
    };
  };
  const searchAgain = (): Command => ({
    key: 'search again',
    group: 'Tickets',
    label: 'Search the tickets again',
    hint: errorMessage(list.error),
    icon: 'warning',
    staysOpen: true,
    run: list.retry,
  });
  const commands = createMemo((): Command[] => {
    const isSearch = text().trim() !== '';
    if (isSearch && list.state === 'failed') return [searchAgain()];
    if (isSearch !== (list.query.q !== undefined)) return [];
    return list.tickets.slice(0, isSearch ? MAX_FOUND : MAX_RECENT).map(commandOf);
  });
  const searchedText = () => (list.total === undefined ? undefined : list.query.q);
  return { commands, isSearching, searchedText };
}
