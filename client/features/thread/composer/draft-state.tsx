import { Match, Switch } from 'solid-js';
import type { DraftStatus } from '../../../data/drafts/drafts.ts';

/** Shows that a draft is stored in this browser, or that it could not be. */
export function DraftState(props: { draft: Pick<DraftStatus, 'saved'> }) {
  return (
    <span class="draft-state" classList={{ failed: props.draft.saved() === false }} role="status">
      <Switch>
        <Match when={props.draft.saved()}>Draft saved</Match>
        <Match when={props.draft.saved() === false}>
          Draft not saved: the storage of this browser is full or switched off
        </Match>
      </Switch>
    </span>
  );
}
