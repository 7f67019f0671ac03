import { createSignal, onCleanup, Show } from 'solid-js';
import type { ClientTicket } from '../../../../data/tickets/ticket-store.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { copyText } from '../../../../ui/clipboard.ts';
import { useAnnouncer } from '../../../../ui/feedback/live-region.tsx';
import { Icon } from '../../../../ui/icon.tsx';

/** How long the check mark is shown. */
const FEEDBACK_MS = 2000;

/** The customer: name, address, and how many tickets they have. */
export function CustomerCard(props: {
  customer: ClientTicket['customer'];
  total: number | undefined;
  open: number | undefined;
}) {
  const counts = () => {
    const { total, open } = props;
    return total === undefined || open === undefined ? undefined : { open, solved: total - open };
  };
  return (
    <section class="customer-card">
      <h3 class="visually-hidden">Customer</h3>
      <Avatar name={props.customer.name} userRole="customer" size="large" />
      <div>
        <p class="customer-name" dir="auto">
          {props.customer.name}
        </p>
        <p class="customer-email">
          <a
            class="truncate"
            href={`mailto:${props.customer.email}`}
            title={props.customer.email}
            rel="noopener noreferrer nofollow"
          >
            {props.customer.email}
          </a>
          <CopyEmail email={props.customer.email} />
        </p>
        {/* The line keeps its height while the counts load. */}
        <p class="customer-counts number">
          <Show when={counts()} fallback={'\u00a0'}>
            {(count) => `${count().open} open · ${count().solved} solved`}
          </Show>
        </p>
      </div>
    </section>
  );
}

function CopyEmail(props: { email: string }) {
  const announce = useAnnouncer();
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    const isCopied = await copyText(props.email);
    setCopied(isCopied);
    announce.polite(isCopied ? 'E-mail address copied' : 'The address could not be copied');
    timer = setTimeout(() => setCopied(false), FEEDBACK_MS);
  };
  return (
    <button
      type="button"
      class="format-button"
      aria-label="Copy the e-mail address"
      title="Copy"
      onClick={() => void copy()}
    >
      <Icon name={copied() ? 'check' : 'copy'} />
    </button>
  );
}
