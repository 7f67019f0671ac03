import { useNavigate } from '@solidjs/router';
import { createUniqueId, For, Show } from 'solid-js';
import { SORTS, type Sort } from '../../../../shared/ticket-list.ts';
import { PRIORITIES } from '../../../../shared/vocabulary.ts';
import { SearchField } from '../../../ui/form/search-field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { PageTitle } from '../../../ui/page-title.tsx';
import { priorityLabel } from '../../tickets/priority.tsx';
import { type QueueParams, queueSearch, VIEWS } from './queue-params.ts';
import { StatusTabs } from './status-tabs.tsx';

const SORT_LABELS: Record<Sort, string> = {
  updated: 'Activity',
  created: 'Newest',
  priority: 'Priority',
  waiting: 'Longest waiting',
};

/** Title, search, filters and sort order of the list. Each change is a navigation, so it can be shared and undone with Back. */
export function QueueToolbar(props: { params: QueueParams; ticketOpen: boolean }) {
  const navigate = useNavigate();
  const label = () => VIEWS[props.params.view].label;
  const update = (part: Partial<QueueParams>, replace = false) =>
    navigate(`/queue${queueSearch({ ...props.params, ...part })}`, { replace, scroll: false });
  return (
    <header class="queue-toolbar">
      <Show when={!props.ticketOpen} fallback={<h2 class="queue-title">{label()}</h2>}>
        <Show when={label()} keyed>
          {(title) => <PageTitle title={title} class="queue-title" />}
        </Show>
      </Show>
      <SearchField
        label="Search tickets"
        placeholder="Number, subject, customer, text"
        value={props.params.q}
        onSearch={(q) => update({ q }, true)}
      />
      <div class="queue-selects">
        <SmallSelect
          label="Priority"
          value={props.params.priority ?? ''}
          options={[
            ['', 'Priority'],
            ...PRIORITIES.map((priority) => [priority, priorityLabel(priority)] as const).reverse(),
          ]}
          onChoose={(value) => update({ priority: PRIORITIES.find((priority) => priority === value) })}
        />
        <Icon name="sort" />
        <SmallSelect
          label="Sort by"
          value={props.params.sort}
          options={SORTS.map((sort) => [sort, SORT_LABELS[sort]] as const)}
          onChoose={(value) => update({ sort: SORTS.find((sort) => sort === value) ?? 'updated' })}
        />
      </div>
      <StatusTabs params={props.params} />
    </header>
  );
}

function SmallSelect(props: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, label: string])[];
  onChoose: (value: string) => void;
}) {
  const id = createUniqueId();
  return (
    <>
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
    </>
  );
}
