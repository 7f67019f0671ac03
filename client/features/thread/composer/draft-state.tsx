import { For, Match, Show, Switch } from 'solid-js';
import type { DraftStatus } from '../../../data/drafts/drafts.ts';
import { Button } from '../../../ui/button.tsx';

/** Shows that a draft is stored in this browser, or that it could not be. */
export function DraftState(props: { draft: Pick<DraftStatus, 'saveState'> }) {
  return (
    <span class="draft-state" classList={{ failed: props.draft.saveState() === 'failed' }} role="status">
      <Switch>
        <Match when={props.draft.saveState() === 'saved'}>Draft saved</Match>
        <Match when={props.draft.saveState() === 'failed'}>
          Draft not saved: the storage of this browser is full or switched off
        </Match>
      </Switch>
    </span>
  );
}

/** Texts that another tab wrote into the same draft at the same time: the user decides what becomes of them. */
export function OtherDraftTexts(props: { draft: DraftStatus }) {
  return (
    <Show when={props.draft.otherTexts().length > 0}>
      <div class="other-drafts" role="status">
        <p>Another tab has a different draft of this:</p>
        <For each={props.draft.otherTexts()}>
          {(text) => (
            <blockquote dir="auto" class="truncate">
              {text}
            </blockquote>
          )}
        </For>
        <div class="actions">
          <Button small onClick={() => props.draft.takeOthers()}>
            Add to this draft
          </Button>
          <Button small kind="ghost" onClick={() => props.draft.discardOthers()}>
            Discard
          </Button>
        </div>
      </div>
    </Show>
  );
}
