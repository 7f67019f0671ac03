import { readFileSync } from 'node:fs';

/** The parts of V8's CPU profile that are read. */
type Frame = { functionName: string; url: string };
type Node = { id: number; callFrame: Frame; children?: number[] };
type CpuProfile = {
  nodes: Node[];
  samples: number[];
  timeDeltas: number[];
};

/** A part of the CPU time, in percent of the time in which the process was not idle. */
export type Share = { name: string; percent: number };

/**
 * Reads a profile: the self time by package or folder, and by function. Native code, such as SQLite, counts for the
 * function that calls it.
 */
export function readSelfTimes(file: string): { byPackage: Share[]; byFunction: Share[] } {
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(readFileSync(file, 'utf8'));
  const callerOf = callersOf(nodes);
  const byPackage = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let total = 0;
  for (const [i, sample] of samples.entries()) {
    const frame = callerOf.get(sample);
    const time = timeDeltas[i] ?? 0;
    if (!frame || frame.functionName === '(idle)') continue;
    total += time;
    const origin = originOf(frame);
    add(byPackage, origin, time);
    add(byFunction, `${frame.functionName || '(anonymous)'} · ${origin}`, time);
  }
  const shares = (times: Map<string, number>) =>
    [...times]
      .map(([name, time]) => ({ name, percent: (time / total) * 100 }))
      .sort((a, b) => b.percent - a.percent);
  return { byPackage: shares(byPackage), byFunction: shares(byFunction) };
}

/** The frame of each node; of native code, the nearest caller that is not. */
function callersOf(nodes: Node[]): Map<number, Frame> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const frames = new Map<number, Frame>();
  const visit = ({ id, callFrame, children = [] }: Node, caller: Frame) => {
    const isNative = callFrame.url === '' && !callFrame.functionName.startsWith('(');
    const frame = isNative ? caller : callFrame;
    frames.set(id, frame);
    for (const child of children.flatMap((one) => byId.get(one) ?? [])) visit(child, frame);
  };
  const children = new Set(nodes.flatMap((node) => node.children ?? []));
  for (const root of nodes.filter(({ id }) => !children.has(id))) visit(root, root.callFrame);
  return frames;
}

const add = (times: Map<string, number>, name: string, time: number) =>
  times.set(name, (times.get(name) ?? 0) + time);

/** The package of a file in node_modules, the folder of one of ours, or Node itself. */
function originOf({ url, functionName }: Frame): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage) return inPackage;
  if (url.startsWith('node:')) return 'node';
  return /\/((?:server|shared)\/[^/]+)/.exec(url)?.[1] ?? functionName;
}
