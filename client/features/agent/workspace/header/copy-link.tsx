import { createSignal, onCleanup } from 'solid-js';
import { copyText } from '../../../../ui/clipboard.ts';
import { useAnnouncer } from '../../../../ui/feedback/live-region.tsx';
import { Icon } from '../../../../ui/icon.tsx';

/** How long the check mark is shown. */
const FEEDBACK_MS = 2000;

/** Returns a function that copies the link to the open ticket and announces it. */
export function useCopyLink(): () => Promise<boolean> {
  const announce = useAnnouncer();
  return async () => {
    // Without the query string: the filters of the list are not part of the link.
    const isCopied = await copyText(`${location.origin}${location.pathname}`);
    announce.polite(isCopied ? 'Link copied' : 'The link could not be copied');
    return isCopied;
  };
}

/** The ticket number; a click copies the link to the ticket. */
export function CopyLink(props: { id: number }) {
  const copyLink = useCopyLink();
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    setCopied(await copyLink());
    timer = setTimeout(() => setCopied(false), FEEDBACK_MS);
  };
  return (
    <button type="button" class="copy-link number" title="Copy the link" onClick={copy}>
      #{props.id}
      <Icon name={copied() ? 'check' : 'link'} />
      <span class="visually-hidden">, copy the link</span>
    </button>
  );
}
