import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../problem.js';
import { displayPath } from '../sdl/read-sdl-files.js';
import { suggest } from '../sdl/suggest.js';
import type { UnitySecurableType } from './reader.js';

/** Folders of `schema/unity` that hold objects, by the type of what they hold. */
export const FOLDERS = {
  catalog: 'catalogs',
  schema: 'schemas',
  table: 'tables',
  function: 'functions',
} as const satisfies Record<UnitySecurableType, string>;

const TYPES = Object.keys(FOLDERS) as readonly UnitySecurableType[];

/** Full names of the objects in a folder, sorted; none if there is no such folder. Hidden files do not count. */
export async function listNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** The full name of the parent: `lakehouse.gold.flights` → `lakehouse.gold`. */
function parentOf(fullName: string): string {
  return fullName.split('.').slice(0, -1).join('.');
}

/**
 * What is wrong with the layout as a whole: unknown folders and files, objects without their parent, permissions of
 * objects that are not there. Each would otherwise be passed over without a word.
 */
export async function checkLayout(root: string): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const report = (path: readonly string[], message: string): void => {
    problems.push({
      severity: 'error',
      location: { file: displayPath(join(root, ...path)), line: 1, column: 1 },
      message,
    });
  };
  const folders: readonly string[] = [...Object.values(FOLDERS), 'permissions', 'policies', 'tags'];
  await checkEntries(root, [], folders, report);
  const names = new Map<UnitySecurableType, ReadonlySet<string>>();
  for (const type of TYPES) {
    await checkEntries(root, [FOLDERS[type]], undefined, report);
    names.set(type, new Set(await listNames(join(root, FOLDERS[type]))));
  }
  if (names.get('catalog')?.size === 0)
    report(['catalogs'], 'expected a file <catalog>.json for each catalog, found none');
  const parentTypes = { schema: 'catalog', table: 'schema', function: 'schema' } as const;
  for (const [type, parentType] of Object.entries(parentTypes) as [keyof typeof parentTypes, UnitySecurableType][]) {
    for (const name of names.get(type) ?? []) {
      if (names.get(parentType)?.has(parentOf(name)) === true) continue;
      const expected = `${FOLDERS[parentType]}/${parentOf(name)}.json`;
      report([FOLDERS[type], `${name}.json`], `expected its ${parentType} in ${expected}, found no such file`);
    }
  }
  await checkAbout(root, 'permissions', TYPES, names, report);
  await checkAbout(root, 'policies', ['catalog', 'schema', 'table'], names, report);
  await checkAbout(root, 'tags', ['catalog', 'schema', 'table', 'column'], names, report);
  return problems;
}

/** Objects about other objects: `permissions/table/<full name>.json` and the like, each of an object that is there. */
async function checkAbout(
  root: string,
  folder: 'permissions' | 'policies' | 'tags',
  types: readonly (UnitySecurableType | 'column')[],
  names: ReadonlyMap<UnitySecurableType, ReadonlySet<string>>,
  report: (path: readonly string[], message: string) => void,
): Promise<void> {
  await checkEntries(root, [folder], types, report);
  for (const type of types) {
    await checkEntries(root, [folder, type], undefined, report);
    const owner = type === 'column' ? 'table' : type;
    const known = names.get(owner) ?? new Set<string>();
    for (const name of await listNames(join(root, folder, type))) {
      const ownerName = type === 'column' ? parentOf(name) : name;
      if (known.has(ownerName)) continue;
      const expected = `expected the name of a ${owner} in ${FOLDERS[owner]}`;
      report([folder, type, `${name}.json`], `${expected}.${suggest(ownerName, known)}`);
    }
  }
}

/** Reports entries that are not among `expected`, or, where that is undefined, not `.json` files. */
async function checkEntries(
  root: string,
  path: readonly string[],
  expected: readonly string[] | undefined,
  report: (path: readonly string[], message: string) => void,
): Promise<void> {
  const entries = await readdir(join(root, ...path), { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && path.length > 0) return [];
    const reason = error instanceof Error ? error.message : String(error);
    report(path, `expected a folder with ${expected?.join(', ') ?? 'JSON files'}: ${reason}`);
    return [];
  });
  for (const entry of entries.filter(({ name }) => !name.startsWith('.'))) {
    const fine =
      expected === undefined ? entry.isFile() && entry.name.endsWith('.json') : expected.includes(entry.name);
    if (fine) continue;
    const wanted = expected === undefined ? 'a file <full name>.json' : `one of the folders ${expected.join(', ')}`;
    report([...path, entry.name], `expected ${wanted}.${suggest(entry.name, expected ?? [])}`);
  }
}
