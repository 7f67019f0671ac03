import { Show } from 'solid-js';
import { EmptyState } from '../../../ui/feedback/empty-state.tsx';
import { defaultParams, isNarrowed, type QueueParams, queueSearch, type View } from './queue-params.ts';

const MESSAGES: Record<View, string> = {
  unassigned: 'No unassigned tickets.',
  mine: 'You have no open tickets.',
  waiting: 'No tickets are waiting on a customer.',
  open: 'No open tickets.',
  resolved: 'No resolved tickets yet.',
  all: 'No tickets yet.',
};
const SUGGESTED_VIEW: Partial<Record<View, [view: View, label: string]>> = {
  unassigned: ['mine', 'See my tickets'],
  mine: ['unassigned', 'See unassigned tickets'],
  waiting: ['open', 'See all open tickets'],
  open: ['all', 'See all tickets'],
  resolved: ['open', 'See all open tickets'],
};

/** Shown for an empty queue: a link to another view, to all tickets during a search, or to the same view without filters. */
export function QueueEmptyState(props: { params: QueueParams; searchText: string | undefined }) {
  const everywhere = () => {
    const { view, q, notes, ...filters } = props.params;
    const isLimited = view !== 'all' || isNarrowed({ view, q: '', ...filters });
    return props.searchText && isLimited && queueSearch({ ...defaultParams('all'), q, notes });
  };
  const link = (): [search: string, label: string] | undefined => {
    const all = everywhere();
    if (all) return [all, 'Search in all tickets'];
    if (props.searchText) return [queueSearch({ ...props.params, q: '' }), 'Clear the search'];
    if (isNarrowed(props.params)) return [queueSearch(defaultParams(props.params.view)), 'Clear the filters'];
    const suggestion = SUGGESTED_VIEW[props.params.view];
    return suggestion && [queueSearch(defaultParams(suggestion[0])), suggestion[1]];
  };
  return (
    <EmptyState
      icon={isNarrowed(props.params) ? 'search' : 'resolved'}
      action={
        link() && (
          <a class="button" href={`/queue${link()?.[0]}`}>
            {link()?.[1]}
          </a>
        )
      }
    >
      <Show
        when={props.searchText}
        fallback={isNarrowed(props.params) ? 'No tickets match.' : MESSAGES[props.params.view]}
      >
        No tickets match “<bdi>{props.searchText}</bdi>”.
      </Show>
    </EmptyState>
  );
}
