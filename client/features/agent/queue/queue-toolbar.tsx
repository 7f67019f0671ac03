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

const SORT_WORDS: Record<Sort, string> = {
  updated: 'Activity',
  created: 'Newest',
  priority: 'Priority',
  waiting: 'Longest waiting',
};

/** What list this is, and everything that narrows it. Each choice is an address, so it can be shared and gone back from. */
export function QueueToolbar(props: { address: QueueParams; ticketOpen: boolean }) {
  const navigate = useNavigate();
  const label = () => VIEWS[props.address.view].label;
  const go = (part: Partial<QueueParams>, replace = false) =>
    navigate(`/queue${queueSearch({ ...props.address, ...part })}`, { replace, scroll: false });
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
        value={props.address.q}
        onSearch={(q) => go({ q }, true)}
      />
      <div class="queue-selects">
        <SmallSelect
          label="Priority"
          value={props.address.priority ?? ''}
          options={[
            ['', 'Priority'],
            ...PRIORITIES.map((one) => [one, priorityLabel(one)] as const).reverse(),
          ]}
          onChoose={(value) => go({ priority: PRIORITIES.find((one) => one === value) })}
        />
        <Icon name="sort" />
        <SmallSelect
          label="Sort by"
          value={props.address.sort}
          options={SORTS.map((sort) => [sort, SORT_WORDS[sort]] as const)}
          onChoose={(value) => go({ sort: SORTS.find((sort) => sort === value) ?? 'updated' })}
        />
      </div>
      <StatusTabs address={props.address} />
    </header>
  );
}

function SmallSelect(props: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, words: string])[];
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
          {([value, words]) => (
            <option value={value} selected={value === props.value}>
              {words}
            </option>
          )}
        </For>
      </select>
    </>
  );
}
