import { createHash } from 'node:crypto';
import { GatewayError } from '../errors.js';
import { deepFreeze } from '../lib/deep-freeze.js';
import { FrozenMap } from '../lib/frozen-map.js';
import type { Catalog } from './catalog.js';
import type { ModelEndpoint } from './contract.js';

import { inspectContract } from './inspect-contract.js';
import { printProblem } from './problem.js';
import { readSdlFiles } from './sdl/read-sdl-files.js';
import type { UnityReader } from './unity/reader.js';

export interface LoadCatalogOptions {
  /** The folder of the contract's `.graphql` files. */
  readonly schemaDir: string;
  /** Names of the sources of gateway.yaml. */
  readonly sources: readonly string[];
  readonly routes?: ReadonlyMap<string, string>;
  readonly sourcesByCatalog?: ReadonlyMap<string, string>;
  /** Those of them that run as the caller; their engine enforces row filters and masks itself. */
  readonly callerSources?: ReadonlySet<string>;
  readonly reader: UnityReader;
  /** Hand-written resolvers, such as `Airport.nearby`. */
  readonly resolvers: ReadonlySet<string>;
  /** Serving endpoints of gateway.yaml. */
  readonly models?: readonly ModelEndpoint[];
  readonly signal: AbortSignal;
}

/** A name for everything read: equal exactly when all of it is. */
function versionOf(parts: readonly (readonly [string, unknown])[]): string {
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
}

/**
 * Reads governance and contract into one frozen catalog. Needs no live source.
 * @throws GatewayError CONTRACT_INVALID with a line for each error, `file:line:column error …`, or as the reader does.
 */
export async function loadCatalog(options: LoadCatalogOptions): Promise<Catalog> {
  const { schemaDir, sources, callerSources = new Set<string>(), reader, resolvers, models = [], signal } = options;
  const files = await readSdlFiles(schemaDir, signal);
  const { routes, sourcesByCatalog } = options;
  const input = { files, sources, routes, sourcesByCatalog, reader, resolvers, models, signal };
  const { contract, governance, problems } = await inspectContract(input);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new GatewayError('CONTRACT_INVALID', errors.map(printProblem).join('\n'));
  return deepFreeze({
    tables: new FrozenMap(
      [...governance.tables].map(([name, { table }]) => {
        const enforcedBy = callerSources.has(table.reference.source) ? 'source' : 'gateway';
        return [name, { ...table, enforcedBy } as const] as const;
      }),
    ),
    functions: new FrozenMap(governance.functions),
    contract,
    version: versionOf([
      ...governance.materials,
      ...files.map(({ name, text }) => [`sdl ${name}`, text] as const),
      ['sources', [...sources].sort()],
      ['routes', [...(routes ?? [])].sort()],
      ['sources by catalog', [...(sourcesByCatalog ?? [])].sort()],
      ['caller sources', [...callerSources].sort()],
      ['resolvers', [...resolvers].sort()],
      ['models', models],
    ]),
  });
}
