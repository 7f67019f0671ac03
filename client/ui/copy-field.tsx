import { createSignal, onCleanup } from 'solid-js';
import { Button } from './button.tsx';
import { copyText } from './clipboard.ts';
import { useAnnouncer } from './feedback/live-region.tsx';
import { Field } from './form/field.tsx';

/** How long the button shows "Copied". */
const FEEDBACK_MS = 2000;

/** A read-only text with a copy button. */
export function CopyField(props: { label: string; value: string; ref?: (copy: HTMLButtonElement) => void }) {
  const announce = useAnnouncer();
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let input!: HTMLInputElement;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    const isCopied = await copyText(props.value);
    if (!isCopied) input.select();
    setCopied(isCopied);
    announce.polite(isCopied ? 'Copied' : 'Copying failed. The text is selected: copy it with the keyboard.');
    clearTimeout(timer);
    timer = setTimeout(() => setCopied(false), FEEDBACK_MS);
  };
  return (
    <Field label={props.label}>
      {(control) => (
        <div class="copy-field">
          <input
            id={control.id}
            aria-describedby={control.describedBy}
            aria-invalid={control.invalid}
            ref={input}
            class="input"
            type="text"
            readonly
            spellcheck={false}
            value={props.value}
            onFocus={() => input.select()}
          />
          <Button
            ref={(element) => props.ref?.(element)}
            icon={copied() ? 'check' : 'link'}
            onClick={() => void copy()}
          >
            {copied() ? 'Copied' : 'Copy'}
          </Button>
        </div>
      )}
    </Field>
  );
}
