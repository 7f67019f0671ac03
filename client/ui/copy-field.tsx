import { createSignal, onCleanup } from 'solid-js';
import { Button } from './button.tsx';
import { copyText } from './clipboard.ts';
import { announcePolite } from './feedback/live-region.tsx';
import { Field } from './form/field.tsx';

/** Something to take along: shown to be selected, copied by one click. */
export function CopyField(props: { label: string; value: string; ref?: (copy: HTMLButtonElement) => void }) {
  const [copied, setCopied] = createSignal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let text!: HTMLInputElement;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    const done = await copyText(props.value);
    if (!done) text.select();
    setCopied(done);
    announcePolite(done ? 'Copied' : 'It is selected: copy it with the keyboard');
    clearTimeout(timer);
    timer = setTimeout(() => setCopied(false), 2000);
  };
  return (
    <Field label={props.label}>
      {(wiring) => (
        <div class="copy-field">
          <input
            id={wiring.id}
            aria-describedby={wiring.describedBy}
            aria-invalid={wiring.invalid}
            ref={text}
            class="input"
            type="text"
            readonly
            spellcheck={false}
            value={props.value}
            onFocus={() => text.select()}
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
