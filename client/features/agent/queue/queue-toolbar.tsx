import { useNavigate } from '@solidjs/router';
import { createUniqueId, For, Show } from 'solid-js';
import { type SearchSort, SORTS } from '../../../../shared/ticket-list.ts';
import { PRIORITIES } from '../../../../shared/vocabulary.ts';
import { useClient } from '../../../data/client-context.ts';
import { IconButton } from '../../../ui/button.tsx';
import { SearchField } from '../../../ui/form/search-field.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { PageTitle } from '../../../ui/page-title.tsx';
import { priorityLabel } from '../../tickets/priority.tsx';
import { listQueryOf, type QueueParams, queueSearch, VIEWS } from './queue-params.ts';
import { StatusTabs } from './status-tabs.tsx';

const SORT_LABELS: Record<SearchSort, string> = {
  relevance: 'Best match',
  updated: 'Last activity',
  created: 'Newest',
  priority: 'Priority',
  waiting: 'Longest waiting',
};

/** Title, search, filters and sort order of the list. Each change is a navigation, so it can be shared and undone with Back. */
export function QueueToolbar(props: { params: QueueParams; ticketOpen: boolean }) {
  const navigate = useNavigate();
  const label = () => VIEWS[props.params.view].label;
  const isSearching = () => listQueryOf(props.params).q !== undefined;
  const sorts = (): readonly SearchSort[] => (isSearching() ? ['relevance', ...SORTS] : SORTS);
  const setSort = (value: string) => {
    const sort = SORTS.find((name) => name === value);
    if (isSearching()) update({ searchSort: sort });
    else if (sort) update({ sort });
  };
  const update = (part: Partial<QueueParams>, replace = false) =>
    navigate(`/queue${queueSearch({ ...props.params, ...part })}`, { replace, scroll: false });
  return (
    <header class="queue-toolbar">
      <Show
        when={!props.ticketOpen}
        fallback={
          <h2 class="queue-title" title={label()}>
            {label()}
          </h2>
        }
      >
        <Show when={label()} keyed>
          {(title) => <PageTitle title={title} class="queue-title" />}
        </Show>
      </Show>
      <SearchField
        label="Search tickets"
        placeholder="Search tickets"
        value={props.params.q}
        onSearch={(q) => update({ q }, true)}
      />
      <div class="queue-selects">
        <Show when={isSearching()}>
          <NotesToggle
            isOn={props.params.notes === true}
            onChange={(notes) => update({ notes: notes || undefined }, true)}
          />
        </Show>
        <ToolbarSelect
          label="Priority"
          icon="filter"
          value={props.params.priority ?? ''}
          isActive={props.params.priority !== undefined}
          options={[
            ['', 'Any priority'],
            ...PRIORITIES.map(
              (priority) => [priority, `${priorityLabel(priority)} priority`] as const,
            ).reverse(),
          ]}
          onChoose={(value) => update({ priority: PRIORITIES.find((priority) => priority === value) })}
        />
        <ToolbarSelect
          label="Sort by"
          icon="sort"
          value={listQueryOf(props.params).sort}
          isActive={false}
          options={sorts().map((sort) => [sort, SORT_LABELS[sort]] as const)}
          onChoose={setSort}
        />
      </div>
      <Show when={props.params.customer}>
        <PersonFilter
          params={props.params}
          filter="customer"
          onRemove={() => update({ customer: undefined })}
        />
      </Show>
      <Show when={props.params.assignee}>
        <PersonFilter
          params={props.params}
          filter="assignee"
          onRemove={() => update({ assignee: undefined })}
        />
      </Show>
      <StatusTabs params={props.params} />
    </header>
  );
}

/** Whether the search includes internal notes. */
function NotesToggle(props: { isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <button
      type="button"
      class="queue-select queue-notes"
      classList={{ active: props.isOn }}
      aria-pressed={props.isOn}
      title={props.isOn ? 'Internal notes are searched, too' : 'Also search internal notes'}
      onClick={() => props.onChange(!props.isOn)}
    >
      <Icon name="lock" />
      Notes
    </button>
  );
}

/** A select with an icon. In a narrow list only the icon is visible. */
function ToolbarSelect(props: {
  label: string;
  icon: IconName;
  value: string;
  isActive: boolean;
  options: readonly (readonly [value: string, label: string])[];
  onChoose: (value: string) => void;
}) {
  const id = createUniqueId();
  const chosen = () => props.options.find(([value]) => value === props.value)?.[1];
  return (
    <span class="queue-select" classList={{ active: props.isActive }} title={`${props.label}: ${chosen()}`}>
      <Icon name={props.icon} />
      <label for={id} class="visually-hidden">
        {props.label}
      </label>
      <select id={id} class="select ghost" onChange={(event) => props.onChoose(event.currentTarget.value)}>
        <For each={props.options}>
          {([value, label]) => (
            <option value={value} selected={value === props.value}>
              {label}
            </option>
          )}
        </For>
      </select>
    </span>
  );
}

const PERSON_LABELS = { customer: 'Customer', assignee: 'Assigned to' } as const;

/** The customer or agent whose tickets are shown, as a removable filter. */
function PersonFilter(props: { params: QueueParams; filter: 'customer' | 'assignee'; onRemove: () => void }) {
  const list = useClient().list(() => listQueryOf(props.params));
  const name = () => {
    const ticket = list.tickets[0];
    return props.filter === 'customer' ? ticket?.customer.name : ticket?.agent?.name;
  };
  return (
    <span class="queue-filter">
      <span class="truncate">
        {PERSON_LABELS[props.filter]}: <bdi>{name() ?? `#${props.params[props.filter]}`}</bdi>
      </span>
      <IconButton
        icon="close"
        label={props.filter === 'customer' ? 'Show all customers' : 'Show all assignees'}
        onClick={() => props.onRemove()}
      />
    </span>
  );
}
