import { Show } from 'solid-js';
import type { DraftStatus } from '../../../data/drafts/drafts.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';

/** Offers the text that another tab wrote at the same time as this one. Both are stored until the user decides. */
export function OtherDrafts(props: { draft: DraftStatus }) {
  const text = () => props.draft.otherTexts().join(' … ');
  return (
    <Show when={text()}>
      <div class="other-drafts" role="status">
        <Icon name="pencil" />
        <p>
          Another tab has different text: <bdi>{text()}</bdi>
        </p>
        <Button small onClick={() => props.draft.takeOthers()}>
          Add it here
        </Button>
        <Button small kind="ghost" onClick={() => props.draft.discardOthers()}>
          Discard it
        </Button>
      </div>
    </Show>
  );
}
