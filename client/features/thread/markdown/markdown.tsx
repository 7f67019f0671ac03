import { createMemo, For } from 'solid-js';
import { type Block, parseMarkdown } from './parse-blocks.ts';
import type { Inline } from './parse-inline.ts';

/** Renders message text as nodes. No HTML is parsed, so text cannot inject markup. */
export function Markdown(props: { text: string }) {
  const blocks = createMemo(() => parseMarkdown(props.text));
  return (
    <div class="markdown" dir="auto">
      <For each={blocks()}>{(block) => <BlockView block={block} />}</For>
    </div>
  );
}

function BlockView(props: { block: Block }) {
  const { block } = props;
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Lines lines={block.lines} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Lines lines={block.lines} />
        </blockquote>
      );
    case 'code':
      // Wide code scrolls, and scrollable content must be reachable by keyboard.
      return (
        <pre tabindex="0">
          <code>{block.text}</code>
        </pre>
      );
    case 'list':
      return block.ordered ? (
        <ol start={block.start}>
          <Items items={block.items} />
        </ol>
      ) : (
        <ul>
          <Items items={block.items} />
        </ul>
      );
  }
}

function Items(props: { items: Inline[][] }) {
  return (
    <For each={props.items}>
      {(item) => (
        <li>
          <Line inlines={item} />
        </li>
      )}
    </For>
  );
}

function Lines(props: { lines: Inline[][] }) {
  return (
    <For each={props.lines}>
      {(line, index) => (
        <>
          {index() > 0 && <br />}
          <Line inlines={line} />
        </>
      )}
    </For>
  );
}

function Line(props: { inlines: Inline[] }) {
  return <For each={props.inlines}>{(inline) => <InlineNode inline={inline} />}</For>;
}

function InlineNode(props: { inline: Inline }) {
  const { inline } = props;
  if (typeof inline === 'string') return <>{inline}</>;
  switch (inline.kind) {
    case 'strong':
      return (
        <strong>
          <Line inlines={inline.children} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Line inlines={inline.children} />
        </em>
      );
    case 'code':
      return <code>{inline.text}</code>;
    case 'link':
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer nofollow">
          <Line inlines={inline.children} />
        </a>
      );
  }
}
