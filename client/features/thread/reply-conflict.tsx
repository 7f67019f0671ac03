import { For } from 'solid-js';
import type { Reply } from '../../../shared/schemas.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { isolate } from '../../ui/isolate.ts';
import { currentTime } from '../../ui/time/current-time.ts';
import { formatAge } from '../../ui/time/format-time.ts';
import { Markdown } from './markdown/markdown.tsx';

/** Shown when a reply was refused as stale: lists the replies the author had not seen. */
export function ReplyConflict(props: {
  missed: readonly Reply[];
  onReview: () => void;
  onSend: () => void;
  onDiscard: () => void;
}) {
  const last = () => props.missed.at(-1);
  const title = () => {
    const reply = last();
    if (!reply) return 'Another reply arrived while you were writing';
    return `${isolate(reply.author.name)} replied ${formatAge(Date.parse(reply.createdAt), currentTime())} ago`;
  };
  return (
    <div class="reply-conflict" role="alert">
      <h4>
        <Icon name="warning" />
        {title()}
      </h4>
      <p>Your reply was not sent. Read this first:</p>
      <For each={props.missed}>
        {(reply) => (
          <div class="missed-replies">
            <p class="missed-reply-author" dir="auto">
              {reply.author.name}
            </p>
            <Markdown text={reply.content} />
          </div>
        )}
      </For>
      <div class="actions">
        <Button small kind="primary" onClick={() => props.onReview()}>
          Review my reply
        </Button>
        <Button small onClick={() => props.onSend()}>
          Send anyway
        </Button>
        <Button small kind="ghost" onClick={() => props.onDiscard()}>
          Discard
        </Button>
      </div>
    </div>
  );
}
