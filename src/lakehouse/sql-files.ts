import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayError } from '../errors.js';
import { findPackageRoot } from '../lib/package-root.js';

/** In the order in which they are built. */
export const LAYERS = ['bronze', 'silver', 'gold', 'governance'] as const;
export type Layer = (typeof LAYERS)[number];

/** A SELECT whose result is the table. */
export interface TableScript {
  readonly layer: Layer;
  readonly table: string;
  /** Path below src/lakehouse, for messages: `gold/2-flights.sql`. */
  readonly file: string;
  readonly sql: string;
}

/** A SELECT of what is wrong; no row means that all is well. */
export interface CheckScript {
  readonly name: string;
  readonly file: string;
  readonly sql: string;
}

export interface LakehouseScripts {
  /** In build order: layer by layer, by the number in the file name within one. */
  readonly tables: readonly TableScript[];
  readonly checks: readonly CheckScript[];
}

function sqlFiles(
  root: string,
  folder: string,
): readonly { readonly base: string; readonly file: string; readonly sql: string }[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.sql'))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1))
    .map((name) => ({
      base: name.slice(0, -'.sql'.length),
      file: `${folder}/${name}`,
      sql: readFileSync(join(root, folder, name), 'utf8').trim(),
    }));
}

function tableScript(layer: Layer, { base, file, sql }: ReturnType<typeof sqlFiles>[number]): TableScript {
  const table = /^\d+-([a-z][a-z0-9_]*)$/.exec(base)?.[1];
  if (table === undefined) {
    throw new GatewayError(
      'CONFIG_INVALID',
      `src/lakehouse/${file}: expected a name such as 2-flights.sql (order, table).`,
    );
  }
  return { layer, table, file, sql };
}

/**
 * Reads the build's SQL. It is shipped as it stands in src/lakehouse, also beside compiled code.
 * @throws GatewayError CONFIG_INVALID if a file name gives no order and table.
 */
export function readScripts(
  root: string = join(findPackageRoot('medallion-gateway', import.meta.url), 'src', 'lakehouse'),
): LakehouseScripts {
  return {
    tables: LAYERS.flatMap((layer) => sqlFiles(root, layer).map((found) => tableScript(layer, found))),
    checks: sqlFiles(root, 'checks').map(({ base, file, sql }) => ({ name: base, file, sql })),
  };
}
