import { type JSX, Show } from 'solid-js';
import type { Person } from '../../../shared/schemas.ts';
import type { Role } from '../../../shared/vocabulary.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TimeOfDay } from '../../ui/time/time.tsx';
import { Markdown } from './markdown/markdown.tsx';

/** A reply or note: author, time, visibility and text. */
export function ReplyCard(props: {
  author: Person;
  /** The id of the thread entry, for `reportSeenReplies`. */
  entryId?: string | undefined;
  mine: boolean;
  at: string | number;
  content: string;
  internal: boolean;
  /** An additional CSS class, for pending replies. */
  state?: string | undefined;
  footer?: JSX.Element;
  /** Customers see agents labelled as "Support"; agents see customers labelled as "Customer". */
  viewerRole: Role;
}) {
  const roleLabel = () => {
    if (props.author.role === props.viewerRole) return '';
    return props.author.role === 'customer' ? 'Customer' : 'Support';
  };
  return (
    <li
      class={`entry ${props.author.role} ${props.state ?? ''}`}
      classList={{ note: props.internal, mine: props.mine }}
      data-entry={props.entryId}
    >
      <Avatar name={props.author.name} userRole={props.author.role} />
      <article class="bubble">
        <header class="bubble-header">
          <h3 class="author" dir="auto">
            {props.mine ? 'You' : props.author.name}
          </h3>
          <Show when={props.internal}>
            <span class="note-label">
              <Icon name="lock" />
              Internal note <span class="note-rest">— customers can’t see this</span>
            </span>
          </Show>
          <Show when={roleLabel() && !props.mine}>
            <span class="role">{roleLabel()}</span>
          </Show>
          <span class="timestamp">
            <TimeOfDay at={props.at} />
          </span>
        </header>
        <Markdown text={props.content} />
        {props.footer}
      </article>
    </li>
  );
}
