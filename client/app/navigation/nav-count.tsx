import { Show } from 'solid-js';

const exact = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', {
  notation: 'compact',
  maximumSignificantDigits: 2,
  roundingMode: 'floor',
});

/** Up to three digits as they are, then 1.2K. At most four characters below 100 million. */
export const compactCount = (count: number): string => (count < 1000 ? String(count) : compact.format(count));

/** All digits, grouped. */
export const exactCount = (count: number): string => exact.format(count);

/** The number of tickets in a view. CSS shows the short form where the room is narrow; screen readers get the exact number. */
export function NavCount(props: { count: number | undefined }) {
  return (
    <span class="nav-count number">
      <Show when={props.count !== undefined}>
        <span class="exact">{exactCount(props.count ?? 0)}</span>
        <span class="compact" aria-hidden="true">
          {compactCount(props.count ?? 0)}
        </span>
      </Show>
    </span>
  );
}
