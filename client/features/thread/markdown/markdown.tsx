import { createMemo, For } from 'solid-js';
import { type Block, parseMarkdown } from './parse-blocks.ts';
import type { Inline } from './parse-inline.ts';

/** What somebody wrote, as nodes: text can never become markup here. */
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
          <Lines of={block.lines} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Lines of={block.lines} />
        </blockquote>
      );
    case 'code':
      // Wide code scrolls by itself, and what scrolls must be reachable by key.
      return (
        <pre tabindex="0">
          <code>{block.text}</code>
        </pre>
      );
    case 'list':
      return block.ordered ? (
        <ol start={block.start}>
          <Items of={block.items} />
        </ol>
      ) : (
        <ul>
          <Items of={block.items} />
        </ul>
      );
  }
}

function Items(props: { of: Inline[][] }) {
  return (
    <For each={props.of}>
      {(item) => (
        <li>
          <Line of={item} />
        </li>
      )}
    </For>
  );
}

function Lines(props: { of: Inline[][] }) {
  return (
    <For each={props.of}>
      {(line, index) => (
        <>
          {index() > 0 && <br />}
          <Line of={line} />
        </>
      )}
    </For>
  );
}

function Line(props: { of: Inline[] }) {
  return <For each={props.of}>{(piece) => <InlineNode of={piece} />}</For>;
}

function InlineNode(props: { of: Inline }) {
  const piece = props.of;
  if (typeof piece === 'string') return <>{piece}</>;
  switch (piece.kind) {
    case 'strong':
      return (
        <strong>
          <Line of={piece.children} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Line of={piece.children} />
        </em>
      );
    case 'code':
      return <code>{piece.text}</code>;
    case 'link':
      return (
        <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          <Line of={piece.children} />
        </a>
      );
  }
}
