import { createMemo, Show } from 'solid-js';
import type { SearchMatch } from '../../../../shared/schemas.ts';
import { deepEqual } from '../../../data/lib/deep-equal.ts';
import type { ClientTicket } from '../../../data/tickets/ticket-store.ts';
import { Icon } from '../../../ui/icon.tsx';
import { HighlightedText } from '../../../ui/text/highlighted-text.tsx';
import type { SearchMarks } from '../../../ui/text/search-marks.ts';
import { stripMarkdown, stripSnippet } from '../strip-markdown.ts';

/** The preview line of a ticket: the text in which a search found it, otherwise its last message. */
export function TicketPreview(props: {
  ticket: ClientTicket;
  marks: SearchMarks;
  match: SearchMatch | undefined;
  class?: string;
}) {
  /** The subject and the customer's name have their own places, with the hits marked; an address does not. */
  const isShownElsewhere = ({ field }: SearchMatch) => {
    if (field !== 'customer') return field === 'subject';
    return props.marks.partsOf(props.ticket.customer.name).some(({ hit }) => hit);
  };
  const snippet = createMemo(
    () => (props.match && !isShownElsewhere(props.match) ? stripSnippet(props.match.snippet) : undefined),
    undefined,
    { equals: deepEqual },
  );
  return (
    <span class={`row-preview truncate ${props.class ?? ''}`} dir="auto">
      <Show
        when={snippet()}
        fallback={<HighlightedText parts={props.marks.partsOf(stripMarkdown(props.ticket.preview))} />}
      >
        {(parts) => (
          <>
            <Show when={props.match?.field === 'note'}>
              <Icon name="lock" />
              <span class="visually-hidden">Internal note: </span>
            </Show>
            <HighlightedText parts={parts()} />
          </>
        )}
      </Show>
    </span>
  );
}
