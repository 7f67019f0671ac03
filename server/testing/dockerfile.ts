import { cpSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';

type Instruction = { name: string; text: string };
type Stage = { base: string; name: string; instructions: Instruction[] };

/** What the last stage of a Dockerfile makes. */
export type Image = {
  /** The folder that stands for `/` of the image. */
  root: string;
  /** The working directory, as a folder of this machine. */
  folder: string;
  bases: string[];
  env: Record<string, string>;
  /** The last USER, VOLUME, EXPOSE, HEALTHCHECK and CMD. */
  settings: Record<string, string>;
};

/** Reads the instructions this project uses; throws at another one. */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const line of text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter(Boolean)) {
    const [, name = '', rest = ''] = /^([A-Z]+) +(.+)$/.exec(line) ?? [];
    const [, base = '', as] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
    if (name === 'FROM') stages.push({ base, name: as ?? `stage-${stages.length}`, instructions: [] });
    else stages.at(-1)?.instructions.push({ name, text: rest });
  }
  return stages;
}

/**
 * Does what `docker build` does, without Docker: each stage gets a folder below `folder` as its root, and `run` executes
 * the commands of RUN. Base images are empty, but those of `node` contain the Node of this process.
 */
export async function buildImage(
  context: string,
  folder: string,
  run: (command: string, stage: { root: string; folder: string }) => Promise<void>,
): Promise<Image> {
  const stages = parseDockerfile(readFileSync(path.join(context, 'Dockerfile'), 'utf8'));
  const isInContext = readDockerignore(path.join(context, '.dockerignore'));
  const rootOf = (stage: string) => path.join(folder, stage);
  let image: Image | undefined;
  for (const { base, name, instructions } of stages) {
    const root = rootOf(name);
    const bin = path.join(root, 'usr/local/bin');
    mkdirSync(bin, { recursive: true });
    if (base.startsWith('node:')) symlinkSync(process.execPath, path.join(bin, 'node'));
    image = { root, folder: root, bases: stages.map((stage) => stage.base), env: {}, settings: {} };
    for (const instruction of instructions) await apply(instruction, image);
  }
  if (!image) throw new Error('The Dockerfile has no stage.');
  return image;

  async function apply({ name, text }: Instruction, stage: Image): Promise<void> {
    if (name === 'WORKDIR') {
      stage.folder = path.join(stage.root, text);
      mkdirSync(stage.folder, { recursive: true });
    } else if (name === 'ENV')
      Object.assign(stage.env, Object.fromEntries(text.split(/ +/).map((pair) => pair.split(/=(.*)/, 2))));
    else if (name === 'RUN') await run(text, stage);
    else if (name === 'COPY') copy(text.split(/ +/), stage);
    else if (/^(USER|VOLUME|EXPOSE|HEALTHCHECK|CMD)$/.test(name)) stage.settings[name] = text;
    else throw new Error(`This test does not know the instruction ${name} ${text}.`);
  }

  function copy(parts: string[], stage: Image): void {
    const from = /^--from=(.+)$/.exec(parts[0] ?? '')?.[1];
    const paths = from ? parts.slice(1) : parts;
    const to = paths.at(-1) ?? '';
    const target = to.startsWith('/') ? path.join(stage.root, to) : path.join(stage.folder, to);
    for (const each of paths.slice(0, -1)) {
      const source = path.join(from ? rootOf(from) : context, each);
      const isFolder = statSync(source).isDirectory();
      cpSync(source, isFolder ? target : path.join(target, path.basename(each)), {
        recursive: true,
        filter: (file) => from !== undefined || isInContext(path.relative(context, file)),
      });
    }
  }
}

/** Whether a path belongs to the build context: the last matching line of .dockerignore decides, also for a folder above. */
function readDockerignore(file: string): (name: string) => boolean {
  const lines = readFileSync(file, 'utf8').split('\n');
  const rules = lines.filter((line) => line && !line.startsWith('#'));
  return (name) => {
    // Unlike in a shell, `*` also matches names that begin with a dot.
    const parts = name.split(path.sep).map((part) => part.replace(/^\./, ''));
    const parents = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
    const decisive = rules.findLast((rule) =>
      parents.some((each) => path.matchesGlob(each, rule.replace(/^!/, ''))),
    );
    return name === '' || decisive === undefined || decisive.startsWith('!');
  };
}
