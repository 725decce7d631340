import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesBelow } from '../heavy/docker/tree.js';

interface Rule {
  readonly what: string;
  readonly packages: RegExp;
  readonly files: RegExp;
}

interface Pruning {
  readonly RULES: readonly Rule[];
  prune(
    root: string,
    options: { readonly rules?: readonly Rule[]; readonly machine?: Readonly<Record<'os' | 'cpu' | 'libc', string>> },
  ): readonly { readonly what: string; readonly files: number; readonly bytes: number }[];
}

// A script of the image, which is JavaScript: nothing is compiled where it runs.
const { RULES, prune } = (await import(new URL('../../docker/prune.mjs', import.meta.url).href)) as Pruning;
const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' } as const;
const general = RULES.filter(({ packages }) => ['^', '^[^.]'].includes(packages.source));
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'medallion-prune-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

it('takes what the general rules name, and leaves code, data and licences', () => {
  const kept = {
    'dist/src/main.js': '',
    'src/lakehouse/gold/1-airports.sql': '',
    'node_modules/a/package.json': '{}',
    'node_modules/a/index.js': '',
    'node_modules/a/lib/test/helper.js': '',
    'node_modules/a/LICENSE.md': '',
    'node_modules/a/lib/NOTICE.md': '',
    'node_modules/@s/b/package.json': '{}',
    'node_modules/@s/b/data.wasm': '',
  };
  write(kept);
  write({
    'dist/src/main.js.map': 'four',
    'dist/src/main.d.ts': '',
    'dist/.tsbuildinfo': '',
    'src/lakehouse/build.ts': '',
    'node_modules/a/README.md': '',
    'node_modules/a/docs/guide.html': '',
    'node_modules/a/test/one.js': '',
    'node_modules/@s/b/node_modules/c/package.json': '{}',
    'node_modules/@s/b/node_modules/c/index.d.cts': '',
  });
  const report = prune(root, { rules: general, machine });
  expect([...filesBelow(root)].sort()).toEqual(
    [...Object.keys(kept), 'node_modules/@s/b/node_modules/c/package.json'].sort(),
  );
  expect(report).toContainEqual({ what: 'source maps', files: 1, bytes: 4 });
});

it('takes packages for other machines whole', () => {
  const manifest = (fields: object) => JSON.stringify(fields);
  write({
    'node_modules/here/package.json': manifest({ os: ['linux'], cpu: ['x64'], libc: ['glibc'] }),
    'node_modules/anywhere/package.json': manifest({ os: ['!win32'] }),
    'node_modules/@s/arm/package.json': manifest({ cpu: ['arm64'] }),
    'node_modules/@s/arm/native.node': '1234',
    'node_modules/musl/package.json': manifest({ os: ['linux'], libc: 'musl' }),
    'node_modules/notlinux/package.json': manifest({ os: ['!linux'] }),
  });
  const [others] = prune(root, { rules: [], machine });
  expect([...filesBelow(root)].sort()).toEqual([
    'node_modules/anywhere/package.json',
    'node_modules/here/package.json',
  ]);
  expect(others).toMatchObject({ what: 'packages for other machines', files: 4 });
});

it('fails for a rule that finds nothing, as the package has changed', () => {
  write({ 'node_modules/a/package.json': '{}' });
  const idle = { what: 'old things', packages: /^a$/u, files: /^old\//u };
  expect(() => prune(root, { rules: [idle], machine })).toThrow('These rules found nothing: old things.');
});
