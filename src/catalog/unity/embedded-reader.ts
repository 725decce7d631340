import { join } from 'node:path';
import type { z } from 'zod';
import { GatewayError } from '../../errors.js';
import { type Problem, printProblem } from '../problem.js';
import { displayPath } from '../sdl/read-sdl-files.js';
import { checkLayout, FOLDERS, listNames } from './layout.js';
import {
  type UnityPermissions,
  type UnityTableInfo,
  type UnityTableSummary,
  unityCatalogSchema,
  unityFunctionSchema,
  unityPermissionsSchema,
  unitySchemaSchema,
  unityTableSchema,
} from './objects.js';
import { unityPoliciesSchema, unityTagsSchema } from './policy-objects.js';
import type { UnityReader, UnitySecurableType } from './reader.js';
import { UnityFileCache } from './unity-file.js';

const NOBODY: UnityPermissions = Object.freeze({ privilege_assignments: Object.freeze([]) });

function failed(problems: readonly Problem[]): GatewayError {
  return new GatewayError('CONTRACT_INVALID', problems.map(printProblem).join('\n'));
}

function summaryOf({ name, catalog_name, schema_name, full_name, table_type }: UnityTableInfo): UnityTableSummary {
  return Object.freeze({ name, catalog_name, schema_name, full_name, table_type });
}

/** A table's catalog, schema and the table itself, by type and full name. */
function securablesOf(table: string): readonly (readonly [string, string])[] {
  const [catalog = '', schema = ''] = table.split('.');
  return [
    ['catalog', catalog],
    ['schema', `${catalog}.${schema}`],
    ['table', table],
  ];
}

/** Unity Catalog as a folder of JSON files: `tables/lakehouse.gold.flights.json` and so on. See DESIGN.md. */
class EmbeddedReader implements UnityReader {
  private readonly folder: string;
  private readonly files = new UnityFileCache();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Also checks the layout as a whole, since every reading of the catalog starts here. */
  async listCatalogs(signal: AbortSignal) {
    signal.throwIfAborted();
    const problems = await checkLayout(this.folder);
    if (problems.length > 0) throw failed(problems);
    return await this.readAll('catalog', () => true, unityCatalogSchema, signal);
  }

  async listSchemas(catalog: string, signal: AbortSignal) {
    await this.requireParent('catalog', catalog, signal);
    return await this.readAll('schema', (name) => name.startsWith(`${catalog}.`), unitySchemaSchema, signal);
  }

  async listTables(catalog: string, schema: string, signal: AbortSignal) {
    await this.requireParent('schema', `${catalog}.${schema}`, signal);
    const inSchema = (name: string): boolean => name.startsWith(`${catalog}.${schema}.`);
    return (await this.readAll('table', inSchema, unityTableSchema, signal)).map(summaryOf);
  }

  getTable(fullName: string, signal: AbortSignal) {
    return this.readOne('table', fullName, unityTableSchema, signal);
  }

  getFunction(fullName: string, signal: AbortSignal) {
    return this.readOne('function', fullName, unityFunctionSchema, signal);
  }

  async getEffectivePermissions(type: UnitySecurableType, fullName: string, signal: AbortSignal) {
    signal.throwIfAborted();
    if (!(await this.has(FOLDERS[type], fullName))) return undefined;
    // No file is no grant: the service, too, gives an empty list then.
    if (!(await this.has(join('permissions', type), fullName))) return NOBODY;
    const [permissions] = await this.read(join('permissions', type), [fullName], unityPermissionsSchema, signal);
    return permissions;
  }

  self() {
    return Promise.resolve(undefined);
  }

  async listPolicies(table: string, signal: AbortSignal) {
    signal.throwIfAborted();
    const files = await this.about('policies', securablesOf(table), unityPoliciesSchema, signal);
    return files.flatMap(({ policies }) => policies);
  }

  async listTags(type: 'table' | 'column', fullName: string, signal: AbortSignal) {
    signal.throwIfAborted();
    const securables = type === 'column' ? ([['column', fullName]] as const) : securablesOf(fullName);
    const files = await this.about('tags', securables, unityTagsSchema, signal);
    // The nearest assignment of a key counts.
    return [...new Map(files.flatMap((file) => file.tag_assignments).map((tag) => [tag.tag_key, tag])).values()];
  }

  /** What stands about each of the securables, the farthest first. */
  private async about<T>(
    folder: 'policies' | 'tags',
    securables: readonly (readonly [string, string])[],
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<readonly T[]> {
    const found = await Promise.all(
      securables.map(async ([type, name]) =>
        (await this.has(join(folder, type), name)) ? this.read(join(folder, type), [name], schema, signal) : [],
      ),
    );
    return found.flat();
  }

  /** Looked up among the names that are there: a name is never made part of a path on its word alone. */
  private async has(folder: string, fullName: string): Promise<boolean> {
    return (await listNames(join(this.folder, folder))).includes(fullName);
  }

  private async requireParent(type: 'catalog' | 'schema', fullName: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (await this.has(FOLDERS[type], fullName)) return;
    const file = displayPath(join(this.folder, FOLDERS[type], `${fullName}.json`));
    throw new GatewayError('CONTRACT_INVALID', `${file}:1:1 error There is no such file for the ${type} ${fullName}.`);
  }

  private async readOne<T>(type: UnitySecurableType, fullName: string, schema: z.ZodType<T>, signal: AbortSignal) {
    signal.throwIfAborted();
    if (!(await this.has(FOLDERS[type], fullName))) return undefined;
    const [object] = await this.read(FOLDERS[type], [fullName], schema, signal);
    return object;
  }

  private async readAll<T>(
    type: UnitySecurableType,
    wanted: (fullName: string) => boolean,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<readonly T[]> {
    const names = await listNames(join(this.folder, FOLDERS[type]));
    return await this.read(FOLDERS[type], names.filter(wanted), schema, signal);
  }

  /** All of the files or an error with the faults of all of them. */
  private async read<T>(folder: string, names: readonly string[], schema: z.ZodType<T>, signal: AbortSignal) {
    const paths = names.map((name) => join(this.folder, folder, `${name}.json`));
    const results = await Promise.all(paths.map((path) => this.files.read(path, schema, signal)));
    const problems = results.flatMap((result) => (result.kind === 'faulty' ? result.problems : []));
    if (problems.length > 0) throw failed(problems);
    return results.flatMap((result) => (result.kind === 'object' ? [result.object] : []));
  }
}

/**
 * A reader of the JSON files below `folder` (`<schemaDir>/unity`). Files are read again when they change.
 * Errors are GatewayErrors CONTRACT_INVALID with a line `file:line:column error …` for each fault.
 */
export function createEmbeddedReader(folder: string): UnityReader {
  return new EmbeddedReader(folder);
}
