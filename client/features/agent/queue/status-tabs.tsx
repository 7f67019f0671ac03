import { useNavigate } from '@solidjs/router';
import { For, Show } from 'solid-js';
import type { Status } from '../../../../shared/vocabulary.ts';
import { useClient } from '../../../data/client-context.ts';
import { type ShortcutName, useShortcut } from '../../../ui/shortcuts/shortcuts.ts';
import { statusLabel } from '../../tickets/status.tsx';
import { type QueueParams, queueSearch, statusTabs } from './queue-params.ts';

const KEYS: readonly ShortcutName[] = ['tab1', 'tab2', 'tab3', 'tab4', 'tab5'];

/** The statuses of a view as tabs; keys `1` to `5` select them. */
export function StatusTabs(props: { params: QueueParams }) {
  const client = useClient();
  const navigate = useNavigate();
  const tabs = (): (Status | undefined)[] => {
    const statuses = statusTabs(props.params.view);
    return statuses.length > 0 ? [undefined, ...statuses] : [];
  };
  const path = (status: Status | undefined) => `/queue${queueSearch({ ...props.params, status })}`;
  // The server counts statuses across all assignees only, so other views have no counts.
  const hasCounts = () => props.params.view === 'open' || props.params.view === 'all';
  for (const [index, key] of KEYS.entries()) {
    useShortcut(key, () => index < tabs().length && navigate(path(tabs()[index]), { scroll: false }));
  }
  return (
    <Show when={tabs().length > 0}>
      <ul class="tabs" aria-label="Status">
        <For each={tabs()}>
          {(status) => (
            <li>
              <a
                href={path(status)}
                noScroll
                class="tab"
                aria-current={props.params.status === status ? 'true' : undefined}
              >
                {status ? statusLabel(status) : 'Any'}
                <Show when={status && hasCounts() && client.counts()}>
                  {(counts) => <span class="number">{status && counts().status[status]}</span>}
                </Show>
              </a>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
