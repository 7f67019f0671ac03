import { For } from 'solid-js';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { formatEdit, type TextEdit, type TextFormat } from './format-text.ts';

const FORMATS: readonly [TextFormat, string, IconName][] = [
  ['bold', 'Bold', 'bold'],
  ['code', 'Code', 'code'],
  ['list', 'List', 'bullets'],
];

/** Buttons that format the selection of the text area. Ctrl+Z undoes each. */
export function FormatButtons(props: { textarea: () => HTMLTextAreaElement | undefined }) {
  const apply = (format: TextFormat) => {
    const textarea = props.textarea();
    if (!textarea) return;
    const { value: text, selectionStart: start, selectionEnd: end } = textarea;
    applyToTextarea(textarea, formatEdit(format, { text, start, end }));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a part of a form
    <div class="format-buttons" role="group" aria-label="Format">
      <For each={FORMATS}>
        {([format, label, icon]) => (
          <button
            type="button"
            class="format-button"
            aria-label={label}
            title={label}
            // The text area keeps the focus, and an on-screen keyboard stays.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => apply(format)}
          >
            <Icon name={icon} />
          </button>
        )}
      </For>
    </div>
  );
}

/** Edits as typing does: the browser can undo it and sends an `input` event. */
function applyToTextarea(textarea: HTMLTextAreaElement, edit: TextEdit): void {
  textarea.focus();
  textarea.setSelectionRange(edit.start, edit.end);
  // Deprecated, but the only edit from a script that the browser can undo.
  if (!document.execCommand('insertText', false, edit.replacement)) {
    textarea.setRangeText(edit.replacement, edit.start, edit.end);
    textarea.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  textarea.setSelectionRange(edit.selectStart, edit.selectEnd);
}
