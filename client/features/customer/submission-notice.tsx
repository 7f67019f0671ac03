import { Match, Switch } from 'solid-js';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** What is known of a ticket whose answer was lost: it may have arrived, or it has, with other content than the form. */
export function SubmissionNotice(props: {
  /** The number of the ticket that had arrived. */
  arrivedId: number | undefined;
  /** `same`: the form is what was sent; `changed`: it was edited since. */
  unconfirmed: 'same' | 'changed' | undefined;
  onDiscard: () => void;
}) {
  return (
    <Switch>
      <Match when={props.arrivedId}>
        {(id) => (
          <div class="submission-notice arrived" role="alert">
            <Icon name="check" />
            <p>
              <a href={`/tickets/${id()}`}>Ticket #{id()}</a> had arrived as you first sent it. Your changes
              since then are not in it: send them as a new ticket, or discard them.
            </p>
            <Button small onClick={() => props.onDiscard()}>
              Discard changes
            </Button>
          </div>
        )}
      </Match>
      <Match when={props.unconfirmed}>
        <div class="submission-notice unconfirmed" role="alert">
          <Icon name="warning" />
          <p>
            The server has not confirmed your ticket; it may have arrived.{' '}
            {props.unconfirmed === 'same'
              ? 'Try again: it is not created twice.'
              : 'Try again: the ticket as you first sent it is checked first, and your changes are kept.'}
          </p>
        </div>
      </Match>
    </Switch>
  );
}
