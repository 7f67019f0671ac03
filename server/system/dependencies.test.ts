import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const read = (file: string) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

type LockedPackage = {
  version: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
};
const { '': root, ...locked }: Record<string, LockedPackage> = read('package-lock.json').packages;
const manifest: Record<'dependencies' | 'devDependencies', Record<string, string>> & {
  allowScripts: Record<string, boolean>;
} = read('package.json');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const installed = Object.entries(locked).map(([path, locked]) => ({ name: nameOf(path), ...locked }));

/** The first version of each package without a published vulnerability. Update it for every new advisory. */
const MINIMUM_VERSIONS: [string, string, string][] = [
  ['koa', '3.1.2', 'CVE-2026-27959, CVE-2025-8129'],
  ['path-to-regexp', '8.4.0', 'CVE-2026-4926, CVE-2026-4923, CVE-2024-45296'],
  ['jsonwebtoken', '9.0.2', 'CVE-2022-23529, -23539, -23540, -23541'],
  ['zod', '3.22.3', 'CVE-2023-4316'],
  ['@mikro-orm/core', '7.0.6', 'CVE-2026-34220, CVE-2026-34221'],
  ['@mikro-orm/sql', '7.0.6', 'CVE-2026-34220'],
  ['socket.io', '4.6.2', 'CVE-2024-38355, CVE-2020-28481'],
  ['engine.io', '6.6.9', 'CVE-2023-31125, CVE-2022-41940'],
  ['ws', '8.21.0', 'CVE-2026-48779, CVE-2026-45736, CVE-2024-37890'],
  ['socket.io-parser', '4.2.6', 'CVE-2026-33151, CVE-2023-32695, CVE-2022-2421'],
  ['swagger-ui-dist', '4.1.3', 'CVE-2018-25031'],
];

/** True if the version is the minimum or later. A prerelease is earlier than its release. */
function isAtLeast(version: string, minimum: string): boolean {
  const [have, need] = [version, minimum].map((text) => text.split('.').map(Number)) as [number[], number[]];
  const differing = need.findIndex((part, i) => part !== have[i]);
  return differing < 0 || (have[differing] ?? Number.NaN) > (need[differing] ?? 0);
}

describe('DEP-1 the dependencies', () => {
  it('versions are compared correctly', () => {
    for (const later of ['3.1.2', '3.1.10', '3.2.0', '4.0.0'])
      expect(isAtLeast(later, '3.1.2'), later).toBe(true);
    for (const earlier of ['3.1.1', '3.0.9', '2.9.9', '3.1.2-beta.1'])
      expect(isAtLeast(earlier, '3.1.2'), earlier).toBe(false);
  });

  it.each(MINIMUM_VERSIONS)('%s is at least %s in every installation (%s)', (name, minimum) => {
    const versions = installed.filter((one) => one.name === name).map(({ version }) => version);
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => !isAtLeast(version, minimum))).toEqual([]);
  });

  it('all MikroORM packages have the same version', () => {
    const versions = installed
      .filter(({ name }) => name.startsWith('@mikro-orm/'))
      .map(({ version }) => version);
    expect(versions.length).toBeGreaterThan(3);
    expect(new Set(versions).size).toBe(1);
  });

  it('are pinned to exact versions', () => {
    for (const group of [manifest.dependencies, manifest.devDependencies])
      for (const [name, version] of Object.entries(group)) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(root).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
    });
  });

  it('come from the npm registry with an integrity hash', () => {
    for (const { name, resolved, integrity } of installed) {
      expect(resolved ?? 'https://registry.npmjs.org/', name).toMatch(/^https:\/\/registry\.npmjs\.org\//);
      expect(integrity, name).toMatch(/^sha512-/);
    }
  });

  it('run no install script except the allowed one', () => {
    const withScript = installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    expect(withScript.filter((name) => !(name in manifest.allowScripts))).toEqual([]);
    expect(Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name])).toEqual([
      'node',
    ]);
  });

  it('are listed by `npm run sbom` without network access', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', '--offline', 'sbom'], {
      cwd: ROOT,
      maxBuffer: 2 ** 24,
    });
    const { bomFormat, components } = JSON.parse(stdout);
    expect(bomFormat).toBe('CycloneDX');
    const listed = new Set(
      components.map(({ name, version }: Record<string, string>) => `${name} ${version}`),
    );
    expect(installed.filter(({ name, version }) => !listed.has(`${name} ${version}`))).toEqual([]);
  });
});
