import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { z } from 'zod';
import type { Problem } from '../problem.js';
import { displayPath } from '../sdl/read-sdl-files.js';
import { JsonFault, type Position, parseJson } from './json-positions.js';

export type FileResult<T> =
  | { readonly kind: 'object'; readonly object: T }
  | { readonly kind: 'faulty'; readonly problems: readonly Problem[] };

function problem(path: string, position: Position, message: string): Problem {
  return { severity: 'error', location: { file: displayPath(path), ...position }, message };
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return JSON.stringify(value);
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }, root);
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object of texts',
};

/** `columns[2].type_text: expected text, found 5`. */
function describeIssue(issue: z.core.$ZodIssue, root: unknown): string {
  const path = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const where = path === '' ? '' : `${path.replace(/^\./, '')}: `;
  const found = describe(valueAt(root, issue.path));
  switch (issue.code) {
    case 'invalid_type':
      return `${where}expected ${NOUNS[issue.expected] ?? issue.expected}, found ${found}`;
    case 'too_small':
      return `${where}expected ${issue.origin === 'string' ? 'text that is not empty' : `at least ${issue.minimum}`}, found ${found}`;
    case 'custom':
      return `${where}${issue.message}`;
    default:
      return `${where}${issue.message}, found ${found}`;
  }
}

/** Reads one file of `schema/unity`; finds all that is wrong with it. */
export async function readUnityFile<T>(
  path: string,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<FileResult<T>> {
  try {
    const document = parseJson(await readFile(path, { encoding: 'utf8', signal }));
    const parsed = schema.safeParse(document.value);
    if (!parsed.success) {
      const problems = parsed.error.issues.map((issue) =>
        problem(path, document.position(issue.path), describeIssue(issue, document.value)),
      );
      return { kind: 'faulty', problems };
    }
    const misnamed = nameFault(path, parsed.data);
    if (misnamed === undefined) return { kind: 'object', object: parsed.data };
    return { kind: 'faulty', problems: [problem(path, document.position([misnamed.member]), misnamed.message)] };
  } catch (error) {
    if (error instanceof JsonFault) return { kind: 'faulty', problems: [problem(path, error.position, error.message)] };
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'faulty', problems: [problem(path, { line: 1, column: 1 }, `cannot be read: ${reason}`)] };
  }
}

/** The file's name must be the object's full name, as look-ups go by it. Permissions bear no name of their own. */
function nameFault(path: string, object: unknown): { readonly member: string; readonly message: string } | undefined {
  const fileName = basename(path, '.json');
  for (const member of ['full_name', 'name'] as const) {
    const name = valueAt(object, [member]);
    if (name === undefined) continue;
    if (name === fileName) return undefined;
    return {
      member,
      message: `${member}: expected ${JSON.stringify(fileName)} as the file is named, found ${describe(name)}`,
    };
  }
  return undefined;
}

/** Keeps the last result for each file until the file changes, so that polling parses nothing twice. */
export class UnityFileCache {
  private readonly entries = new Map<string, { readonly stamp: string; readonly result: FileResult<unknown> }>();

  /** A path must always be read with the same schema. */
  async read<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<FileResult<T>> {
    const stamp = await stat(path, { bigint: true }).then(
      ({ mtimeNs, ctimeNs, size, ino }) => `${mtimeNs} ${ctimeNs} ${size} ${ino}`,
      () => undefined,
    );
    const known = this.entries.get(path);
    if (known !== undefined && known.stamp === stamp) return known.result as FileResult<T>;
    const result = await readUnityFile(path, schema, signal);
    if (stamp !== undefined) this.entries.set(path, { stamp, result });
    return result;
  }
}
