import { createSignal, onCleanup } from 'solid-js';
import { copyText } from '../../../ui/clipboard.ts';
import { announcePolite } from '../../../ui/feedback/live-region.tsx';
import { Icon } from '../../../ui/icon.tsx';

/** The ticket's number; a click copies its address. */
export function CopyLink(props: { id: number }) {
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    // The list one came from is not part of what is shared: the link opens for everybody who may see the ticket.
    const done = await copyText(`${location.origin}${location.pathname}`);
    setCopied(done);
    announcePolite(done ? 'Link copied' : 'The link could not be copied');
    timer = setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" class="copy-link number" title="Copy the link" onClick={copy}>
      #{props.id}
      <Icon name={copied() ? 'check' : 'link'} />
      <span class="visually-hidden">, copy the link</span>
    </button>
  );
}
