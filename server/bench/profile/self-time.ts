import { readFileSync } from 'node:fs';

/** The parts of V8's CPU profile that are read. */
type CpuProfile = {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  timeDeltas: number[];
};

/** A part of the CPU time, in percent of the time in which the process was not idle. */
export type Share = { name: string; percent: number };

/** Reads a profile: the self time by package or folder, and by function. */
export function readSelfTimes(file: string): { byPackage: Share[]; byFunction: Share[] } {
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(readFileSync(file, 'utf8'));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byPackage = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let total = 0;
  for (const [i, sample] of samples.entries()) {
    const frame = frames.get(sample);
    const time = timeDeltas[i] ?? 0;
    if (!frame || frame.functionName === '(idle)') continue;
    total += time;
    const origin = originOf(frame.url, frame.functionName);
    add(byPackage, origin, time);
    add(byFunction, `${frame.functionName || '(anonymous)'} · ${origin}`, time);
  }
  const shares = (times: Map<string, number>) =>
    [...times]
      .map(([name, time]) => ({ name, percent: (time / total) * 100 }))
      .sort((a, b) => b.percent - a.percent);
  return { byPackage: shares(byPackage), byFunction: shares(byFunction) };
}

const add = (times: Map<string, number>, name: string, time: number) =>
  times.set(name, (times.get(name) ?? 0) + time);

/** The package of a file in node_modules, the folder of one of ours, or Node itself. */
function originOf(url: string, functionName: string): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage) return inPackage;
  if (url.startsWith('node:')) return 'node';
  if (functionName.startsWith('(')) return functionName;
  return /\/((?:server|shared)\/[^/]+)/.exec(url)?.[1] ?? 'native code';
}
