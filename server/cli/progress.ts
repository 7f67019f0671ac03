/** Where progress is drawn: stderr, or a test's stream. */
type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

const WIDTH = 24;
/** Without a terminal: one line per step of this many percent. */
const STEP_PERCENT = 10;

/** Shows how far a long command is: as a bar on a terminal, otherwise as some lines. */
export function createProgress(what: string, total: number, output: Output = process.stderr) {
  const startedAt = performance.now();
  let shownPercent = -1;
  const lineAt = (done: number) => {
    const part = total > 0 ? Math.min(1, done / total) : 1;
    const seconds = (performance.now() - startedAt) / 1000;
    const left = part > 0.02 && part < 1 ? `, ${Math.ceil((seconds * (1 - part)) / part)} s left` : '';
    const bar = '█'.repeat(Math.round(part * WIDTH)).padEnd(WIDTH, '░');
    return {
      percent: Math.floor(part * 100),
      bar,
      text: `${formatCount(done)} of ${formatCount(total)} ${what}${left}`,
    };
  };
  return {
    show(done: number): void {
      const { percent, bar, text } = lineAt(done);
      if (output.isTTY) output.write(`\r\x1b[K${bar} ${String(percent).padStart(3)} % ${text}`);
      else if (percent >= shownPercent + STEP_PERCENT || (percent === 100 && shownPercent < 100)) {
        shownPercent = percent - (percent % STEP_PERCENT);
        output.write(`${String(percent).padStart(3)} % ${text}\n`);
      }
    },
    /** Removes the bar. */
    end(): void {
      if (output.isTTY) output.write('\r\x1b[K');
    },
  };
}

/** 1234567 as `1 234 567`. */
export const formatCount = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ' ');
