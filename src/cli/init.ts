import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMetricView, type TableFacts } from '../catalog/governance/table-facts.js';
import { UnityTables } from '../catalog/governance/unity-tables.js';
import { readMetricView } from '../catalog/metric-views/read-metric-view.js';
import { DIRECTIVES_SDL } from '../catalog/sdl/directives-sdl.js';
import { displayPath } from '../catalog/sdl/read-sdl-files.js';
import type { UnityReader } from '../catalog/unity/reader.js';
import { GatewayError } from '../errors.js';
import { draftRelations } from './init/draft-relations.js';
import { draftTypes } from './init/draft-types.js';
import { printDraft } from './init/print-draft.js';
import type { Notes } from './init/sdl-draft.js';
import type { TextOutput } from './text-output.js';

export interface InitOptions {
  /** The Unity Catalog catalog and the bare name of the schema in it. */
  readonly catalog: string;
  readonly schema: string;
  /** Bare names of the tables to take; left out: all of the schema. */
  readonly tables?: readonly string[];
  /** The source of gateway.yaml that serves the tables. */
  readonly source: string;
  /** The folder to write to; made if it is not there. */
  readonly outDir: string;
  /** Overwrite files that exist. */
  readonly force: boolean;
  readonly reader: UnityReader;
  readonly stdout: TextOutput;
  readonly signal: AbortSignal;
}

interface OutputFile {
  readonly path: string;
  readonly text: string;
}

async function namesOf({ catalog, schema, tables, reader, signal }: InitOptions): Promise<readonly string[]> {
  if (tables !== undefined) return [...new Set(tables.map((table) => `${catalog}.${schema}.${table}`))].sort();
  return (await reader.listTables(catalog, schema, signal)).map((table) => table.full_name).sort();
}

async function readTables(options: InitOptions): Promise<readonly TableFacts[]> {
  const tables = new UnityTables(options.reader, options.signal);
  const names = await namesOf(options);
  const loaded = await Promise.all(names.map((name) => tables.load(name, options.source)));
  // Listed a moment ago and gone since is no fault; asked for by name is.
  const absent = options.tables === undefined ? [] : names.filter((_, index) => loaded[index] === undefined);
  if (absent.length > 0) throw new GatewayError('BAD_USER_INPUT', `Unity Catalog has no table ${absent.join(', ')}.`);
  const present = loaded.filter((facts) => facts !== undefined);
  return Promise.all(present.map((facts) => (isMetricView(facts) ? readMetricView(facts, tables) : facts)));
}

async function draftFiles(options: InitOptions, notes: Notes): Promise<readonly OutputFile[]> {
  const tables = await readTables(options);
  const types = draftRelations(draftTypes(tables, notes), tables, notes);
  const files = types.map((type) => {
    const columns = tables.find(({ table }) => table.reference.name === type.table)?.table.columns ?? [];
    const name = (type.table.split('.').at(-1) ?? type.name).toLowerCase().replace(/[^a-z0-9]+/g, '-');
    return {
      path: join(options.outDir, `${name}.graphql`),
      text: printDraft(
        type,
        options.source,
        columns.map((column) => column.name),
      ),
    };
  });
  return types.length === 0
    ? []
    : [{ path: join(options.outDir, 'directives.graphql'), text: DIRECTIVES_SDL }, ...files];
}

/** The files that exist with another text, which only `--force` may replace. */
async function inTheWay(files: readonly OutputFile[]): Promise<readonly string[]> {
  const existing = await Promise.all(
    files.map(async ({ path, text }) => {
      const present = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return present === undefined || present === text ? [] : [displayPath(path)];
    }),
  );
  return existing.flat();
}

/**
 * `medallion init`: writes SDL for tables of a Unity Catalog schema, one file a table. Primary keys become keys,
 * foreign keys become relations both ways, comments become descriptions. Of a metric view the dimensions become fields.
 * @returns the exit code: 1 if nothing could be written.
 * @throws GatewayError as the reader does, and BAD_USER_INPUT for a table that is asked for and not there.
 */
export async function init(options: InitOptions): Promise<number> {
  const { catalog, schema, outDir, force, stdout } = options;
  const notes: Notes = [];
  const files = await draftFiles(options, notes);
  for (const note of notes) stdout.write(`${note}\n`);
  if (files.length === 0) {
    stdout.write(`Schema ${catalog}.${schema} has no table that can be a type. Nothing was written.\n`);
    return 1;
  }
  const present = force ? [] : await inTheWay(files);
  if (present.length > 0) {
    for (const path of present) stdout.write(`${path} exists and differs. Nothing was written.\n`);
    stdout.write('Give --force to overwrite, or --out with another folder.\n');
    return 1;
  }
  await mkdir(outDir, { recursive: true });
  for (const { path, text } of files) {
    await writeFile(path, text);
    stdout.write(`Wrote ${displayPath(path)}\n`);
  }
  stdout.write(
    'Review what is written: only what it lists is served. "medallion check" tells when the catalog moves on.\n',
  );
  return 0;
}
