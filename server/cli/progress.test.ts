import { describe, expect, it } from 'vitest';
import { createProgress, formatCount } from './progress.ts';

/** Collects what is written. */
function createOutput(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, write: (text: string) => written.push(text) > 0 };
}

describe('progress', () => {
  it('on a terminal is a bar that each call redraws, and that the end removes', () => {
    const output = createOutput(true);
    const progress = createProgress('tickets', 1000, output);
    progress.show(0);
    progress.show(500);
    progress.end();
    const [, half = ''] = output.written;
    expect(half.startsWith('\r\x1b[K')).toBe(true);
    expect(half).toMatch(/█{12}░{12} {2}50 % 500 of 1 000 tickets, \d+ s left$/);
    expect(output.written.at(-1)).toBe('\r\x1b[K');
  });

  it('elsewhere is one line for each tenth', () => {
    const output = createOutput(false);
    const progress = createProgress('tickets', 1000, output);
    for (let done = 0; done <= 1000; done += 1) progress.show(done);
    progress.end();
    expect(output.written).toHaveLength(11);
    expect(output.written.at(-1)).toBe('100 % 1 000 of 1 000 tickets\n');
  });

  it('shows each step by its name', () => {
    const output = createOutput(false);
    const progress = createProgress('steps', 30, output);
    progress.show(0, 'Start');
    progress.show(1, 'Search');
    expect(output.written).toEqual(['  0 % 0 of 30 steps: Start\n', '  3 % 1 of 30 steps: Search\n']);
  });
});

describe('counts', () => {
  it.each([
    [7, '7'],
    [1234, '1 234'],
    [100_000, '100 000'],
    [1_234_567, '1 234 567'],
  ])('%i is %s', (count, text) => expect(formatCount(count)).toBe(text));
});
