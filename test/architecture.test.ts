import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

/**
 * What each folder of src/ may import: other folders, or single files. `errors.ts` and `lib/` are open to all.
 * This is the table of DESIGN.md in force.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  query: [],
  functions: ['query'],
  parser: ['query', 'functions'],
  remote: [],
  catalog: ['query', 'functions', 'parser', 'remote'],
  identity: ['remote'],
  config: [],
  observe: [],
  lakehouse: [],
  policy: [
    'query',
    'functions',
    'catalog/catalog.ts',
    'catalog/contract.ts',
    'catalog/restrict-contract.ts',
    'catalog/table-policies.ts',
    'identity/identity.ts',
  ],
  plan: ['query', 'functions', 'policy/authorized.ts', 'policy/stamp.ts', 'sources/source.ts'],
  sql: ['query', 'functions'],
  sources: ['sql', 'query', 'functions', 'remote'],
  cache: ['query', 'plan', 'sources/source.ts'],
  execute: ['plan', 'cache', 'sql', 'query', 'sources/source.ts'],
  doors: [
    'engine.ts',
    'query',
    'functions',
    'catalog/catalog.ts',
    'catalog/contract.ts',
    'catalog/names.ts',
    'catalog/table-policies.ts',
    'identity/identity.ts',
    'observe',
    'config/config.ts',
  ],
};

/** Where everything is put together; they may import anything, and only `main.ts` and each other import them. */
const COMPOSITION = ['main.ts', 'gateway.ts', 'index.ts', 'engine.ts', 'cli'];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'page' ? [] : filesBelow(path);
    return /\.ts$/u.test(name) ? [path] : [];
  });
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^(?:import|export)\s+(type\s+)?[^'"]*?from\s+'(\.[^']+)'|^import\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gmu,
  )) {
    const specifier = match[2] ?? match[3] ?? match[4] ?? '';
    const target = relative(ROOT, resolve(dirname(file), specifier)).replace(/\.js$/u, '.ts');
    found.push({ file: relative(ROOT, file), target: target.split(sep).join('/'), typeOnly: match[1] !== undefined });
  }
  return found;
}

const imports = filesBelow(SRC).flatMap(importsOf);

function folderOf(path: string): string {
  return path.replace(/^src\//u, '').split('/')[0] ?? '';
}

describe('architecture', () => {
  it('sees the tree', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(new Set(imports.map((entry) => folderOf(entry.file)))).toContain('doors');
  });

  it('has a rule for every folder', () => {
    const folders = readdirSync(SRC).filter((name) => statSync(join(SRC, name)).isDirectory());
    expect(folders.filter((name) => !(name in ALLOWED) && !COMPOSITION.includes(name))).toEqual([]);
  });

  it('imports only along the arrows', () => {
    const broken = imports.filter(({ file, target }) => {
      const from = folderOf(file);
      if (COMPOSITION.includes(from)) return false;
      const path = target.replace(/^src\//u, '');
      if (folderOf(target) === from || path === 'errors.ts' || path.startsWith('lib/')) return false;
      return !(ALLOWED[from] ?? []).some((allowed) => path === allowed || path.startsWith(`${allowed}/`));
    });
    expect(broken.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('keeps sources apart from each other', () => {
    const broken = imports.filter(({ file, target }) => {
      const from = /^src\/sources\/([^/]+)\//u.exec(file)?.[1];
      const to = /^src\/sources\/([^/]+)\//u.exec(target)?.[1];
      return from !== undefined && to !== undefined && from !== to;
    });
    expect(broken).toEqual([]);
  });

  it('lets policy alone stamp a scan', () => {
    const stampers = filesBelow(SRC).filter((file) => /\bstamp\(\)/u.test(readFileSync(file, 'utf8')));
    expect(stampers.map((file) => relative(SRC, file).split(sep)[0])).toEqual(stampers.map(() => 'policy'));
    expect(stampers.length).toBeGreaterThan(0);
  });

  it('makes an authorised query in one place', () => {
    const makers = filesBelow(SRC).filter((file) => /\bas Authorized\b/u.test(readFileSync(file, 'utf8')));
    expect(makers.map((file) => relative(SRC, file))).toEqual([join('policy', 'authorize.ts')]);
  });

  it('reads the environment in config and main alone, build scripts apart', () => {
    const readers = filesBelow(SRC).filter((file) => /process\.env/u.test(readFileSync(file, 'utf8')));
    expect(
      readers
        .map((file) => relative(SRC, file))
        .filter((file) => !file.startsWith('config') && file !== 'main.ts' && !file.endsWith('bundle.ts')),
    ).toEqual([]);
  });

  it('asks a source for its kind in sources/ alone', () => {
    const askers = filesBelow(SRC).filter((file) => /source\.kind|dialect\.name ===/u.test(readFileSync(file, 'utf8')));
    expect(askers.map((file) => relative(SRC, file)).filter((file) => !file.startsWith('sources'))).toEqual([]);
  });

  it('lets nothing import main.ts', () => {
    expect(imports.filter(({ target }) => target === 'src/main.ts')).toEqual([]);
  });

  it('lets resolvers import the public surface alone', () => {
    const own = filesBelow(join(ROOT, 'resolvers')).flatMap(importsOf);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ target }) => target !== 'src/index.ts')).toEqual([]);
  });
});
