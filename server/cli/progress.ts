/** Where progress is drawn: stderr, or a test's stream. */
type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

const WIDTH = 24;
/** Without a terminal: one line per step of this many percent. */
const STEP_PERCENT = 10;

/** Shows how far a long command is: as a bar on a terminal, otherwise as some lines. A note names the current step. */
export function createProgress(what: string, total: number, output: Output = process.stderr) {
  const startedAt = performance.now();
  let shownPercent = -1;
  let shownNote = '';

  function lineAt(done: number, note: string) {
    const part = total > 0 ? Math.min(1, done / total) : 1;
    const seconds = (performance.now() - startedAt) / 1000;
    const left =
      part > 0.02 && part < 1 && !note ? `, ${Math.ceil((seconds * (1 - part)) / part)} s left` : '';
    const counts = `${formatCount(done)} of ${formatCount(total)} ${what}${left}`;
    return {
      percent: Math.floor(part * 100),
      bar: '█'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '░'),
      text: note ? `${counts}: ${note}` : counts,
    };
  }

  return {
    show(done: number, note = ''): void {
      const { percent, bar, text } = lineAt(done, note);
      const shownPart = `${String(percent).padStart(3)} % ${text}`;
      if (output.isTTY) output.write(`\r\x1b[K${bar} ${shownPart}`);
      else if (note !== shownNote || percent >= shownPercent + STEP_PERCENT || percent === 100) {
        shownPercent = percent - (percent % STEP_PERCENT);
        shownNote = note;
        output.write(`${shownPart}\n`);
      }
    },
    /** Removes the bar. */
    end(): void {
      if (output.isTTY) output.write('\r\x1b[K');
    },
  };
}

/** 1234567 as `1 234 567`. */
export const formatCount = (n: number) => n.toLocaleString('en').replaceAll(',', ' ');
