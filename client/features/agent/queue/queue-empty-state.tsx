import { EmptyState } from '../../../ui/feedback/empty-state.tsx';
import { defaultParams, isNarrowed, type QueueParams, queueSearch, type View } from './queue-params.ts';

const WORDS: Record<View, string> = {
  unassigned: 'Nobody waits for an agent. Well done.',
  mine: 'You have no open tickets.',
  waiting: 'No customer owes us an answer.',
  open: 'Nothing is open. Enjoy the quiet.',
  resolved: 'Nothing has been resolved yet.',
  all: 'No ticket has been submitted yet.',
};
const SUGGESTED_VIEW: Partial<Record<View, [view: View, words: string]>> = {
  unassigned: ['mine', 'See my tickets'],
  mine: ['unassigned', 'See unassigned tickets'],
  waiting: ['open', 'See all open tickets'],
  open: ['all', 'See all tickets'],
  resolved: ['open', 'See all open tickets'],
};

/** An empty list: good news, or a filter too narrow. */
export function QueueEmptyState(props: { address: QueueParams }) {
  const elsewhere = () => SUGGESTED_VIEW[props.address.view];
  const link = (): [path: string, words: string] | undefined => {
    if (isNarrowed(props.address))
      return [queueSearch(defaultParams(props.address.view)), 'Clear the filters'];
    const next = elsewhere();
    return next && [queueSearch(defaultParams(next[0])), next[1]];
  };
  return (
    <EmptyState
      icon={isNarrowed(props.address) ? 'search' : 'resolved'}
      action={
        link() && (
          <a class="button" href={`/queue${link()?.[0]}`}>
            {link()?.[1]}
          </a>
        )
      }
    >
      {isNarrowed(props.address) ? 'No ticket matches.' : WORDS[props.address.view]}
    </EmptyState>
  );
}
