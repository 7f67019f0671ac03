import { createMemo, For, Show } from 'solid-js';
import { withoutBidiControls } from '../../../ui/isolate.ts';
import { type Block, type Line, type ListItem, parseMarkdown } from './parse-blocks.ts';
import type { Inline } from './parse-inline.ts';
import type { Link } from './parse-links.ts';

/**
 * Renders message text as nodes. No HTML is parsed, so text cannot inject markup. All text is shown as written; quote marks
 * and bullets are drawn, and stay in the document for copying.
 */
export function Markdown(props: { text: string }) {
  const blocks = createMemo(() => withoutBlankEdges(parseMarkdown(props.text)));
  return (
    <div class="markdown">
      <Blocks blocks={blocks()} />
    </div>
  );
}

const withoutBlankEdges = (blocks: Block[]) =>
  blocks[0]?.kind === 'paragraph' && blocks[0].lines.length === 0 ? blocks.slice(1) : blocks;

function Blocks(props: { blocks: Block[] }) {
  return (
    <For each={props.blocks}>
      {(block, index) => (
        <BlockView
          block={block}
          followsTight={props.blocks[index() - 1]?.blankLines.length === 0}
          isLast={index() === props.blocks.length - 1}
        />
      )}
    </For>
  );
}

/** `followsTight`: no blank line precedes the block. */
function BlockView(props: { block: Block; followsTight: boolean; isLast: boolean }) {
  const { block } = props;
  const tight = { tight: block.blankLines.length === 0 };
  switch (block.kind) {
    case 'paragraph': {
      const content = (
        <>
          <Lines lines={block.lines} />
          <BlankLines lines={block.blankLines} isLast={props.isLast} />
        </>
      );
      // A copied `<p>` has blank lines around it.
      if (props.followsTight || (tight.tight && !props.isLast))
        return (
          <div class="paragraph" dir="auto" classList={tight}>
            {content}
          </div>
        );
      return (
        <p dir="auto" classList={tight}>
          {content}
        </p>
      );
    }
    case 'list': {
      const items = <For each={block.items}>{(item) => <Item item={item} isNumbered={block.ordered} />}</For>;
      return (
        <>
          {block.ordered ? <ol classList={tight}>{items}</ol> : <ul classList={tight}>{items}</ul>}
          <BlankBlock lines={block.blankLines} isLast={props.isLast} />
        </>
      );
    }
    case 'quote':
      return (
        <>
          <blockquote dir={block.direction} classList={tight}>
            <Blocks blocks={block.blocks} />
          </blockquote>
          <BlankBlock lines={block.blankLines} isLast={props.isLast} />
        </>
      );
    case 'code': {
      const text = block.lines.map((line) => line.text).join('\n');
      return (
        <>
          {/* Wide code scrolls, and scrollable content must be reachable by keyboard. */}
          <pre dir="ltr" tabindex="0" classList={tight}>
            <Show when={block.language}>
              <span class="code-language">{block.language}</span>
            </Show>
            {/* A line break at the end of a `<pre>` is not shown. */}
            <code>{text.endsWith('\n') ? `${text}\n` : text}</code>
          </pre>
          <BlankBlock lines={block.blankLines} isLast={props.isLast} />
        </>
      );
    }
  }
}

/** Lists show the marks as written: numbers that repeat, skip or have a bracket change no meaning. */
function Item(props: { item: ListItem; isNumbered: boolean }) {
  const { mark, gap, level, lines } = props.item;
  const indent = lines[0]?.prefix ?? '';
  return (
    <li dir="auto" data-level={level} value={props.isNumbered ? Number.parseInt(mark, 10) : undefined}>
      <Show
        when={props.isNumbered}
        fallback={
          <span class="marker bullet" classList={{ dash: mark === '-' }}>
            <Source text={indent + mark + gap} />
          </span>
        }
      >
        <span class="marker">
          <Source text={indent} />
          {mark}
          <Source text={gap} />
        </span>
      </Show>
      <Lines lines={lines} skipsFirstPrefix />
    </li>
  );
}

function Lines(props: { lines: Line[]; skipsFirstPrefix?: boolean }) {
  return (
    <For each={props.lines}>
      {(line, index) => (
        <>
          {index() > 0 && '\n'}
          {!(index() === 0 && props.skipsFirstPrefix) && <Source text={line.prefix} />}
          <Inlines inlines={line.inlines} />
        </>
      )}
    </For>
  );
}

/** Source text that is drawn otherwise, as a bar, a bullet or an indentation. It takes no room but is copied. */
function Source(props: { text: string }) {
  return (
    <Show when={props.text}>
      <span class="source">{props.text}</span>
    </Show>
  );
}

/** Blank lines after the first one, which is the space between two blocks. */
function BlankLines(props: { lines: string[]; isLast: boolean }) {
  const marks = props.lines.join('');
  return (
    <>
      <Source text={marks.trim()} />
      <Show when={!props.isLast && props.lines.length > 1}>
        {'\n'.repeat(props.lines.length - 1)}
        <span class="blank-line" />
      </Show>
    </>
  );
}

function BlankBlock(props: { lines: string[]; isLast: boolean }) {
  return (
    <Show when={!props.isLast && props.lines.length > 1}>
      <div class="blank-lines">{'\n'.repeat(props.lines.length - 1)}</div>
    </Show>
  );
}

function Inlines(props: { inlines: Inline[] }) {
  return <For each={props.inlines}>{(inline) => <InlineNode inline={inline} />}</For>;
}

function InlineNode(props: { inline: Inline }) {
  const { inline } = props;
  if (typeof inline === 'string') return <>{inline}</>;
  switch (inline.kind) {
    case 'strong':
      return (
        <strong>
          <Inlines inlines={inline.children} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      );
    case 'code':
      return <code dir="ltr">{inline.text}</code>;
    case 'link':
      return <LinkNode link={inline} />;
  }
}

/** A link never hides where it leads: the address follows a label, and the host follows an address that shows another one. */
function LinkNode(props: { link: Link }) {
  const { href, text, label, host } = props.link;
  const opens = host === undefined ? '' : `opens ${host}`;
  const target = label === undefined ? opens : [text, opens].filter(Boolean).join(', ');
  return (
    <>
      <a
        href={href}
        dir={label === undefined ? 'ltr' : 'auto'}
        target="_blank"
        rel="noopener noreferrer nofollow"
      >
        {label === undefined ? text : withoutBidiControls(label)}
      </a>
      <Show when={target}>
        {' '}
        <span class="link-target" dir="ltr">
          ({target})
        </span>
      </Show>
    </>
  );
}
