import { type JSX, Show } from 'solid-js';
import type { Person } from '../../../shared/schemas.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TimeOfDay } from '../../ui/time/time.tsx';
import { Markdown } from './markdown/markdown.tsx';

/** Something said: by whom, when, and to whom it can be seen. */
export function ReplyCard(props: {
  author: Person;
  mine: boolean;
  at: string | number;
  content: string;
  internal: boolean;
  /** A further class for lines that are still on their way. */
  state?: string | undefined;
  footer?: JSX.Element;
  /** The reader is the customer: agents are "Support". */
  viewerRole: boolean;
}) {
  const role = () => {
    if (props.author.role === 'customer') return props.viewerRole ? '' : 'Customer';
    return props.viewerRole ? 'Support' : '';
  };
  return (
    <li
      class={`entry ${props.author.role} ${props.state ?? ''}`}
      classList={{ note: props.internal, mine: props.mine }}
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
          <Show when={role() && !props.mine}>
            <span class="role">{role()}</span>
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
