import { BOOLEAN, type DataType } from '../../query/types.js';
import type { CatalogTable, PolicyArgument, PolicyFunction } from '../catalog.js';
import { readMetricView } from '../metric-views/read-metric-view.js';
import { masksOf, rowFiltersOf } from '../table-policies.js';
import type { UnityReader } from '../unity/reader.js';
import { signatureFault } from './policy-signature.js';
import { readPolicyFunction } from './read-policy-function.js';
import { isMetricView, type TableFacts } from './table-facts.js';
import { UnityTables } from './unity-tables.js';

export interface Governance {
  /** The exposed tables that exist, the tables below metric views, and the tables that policies of these read. */
  readonly tables: ReadonlyMap<string, TableFacts>;
  readonly functions: ReadonlyMap<string, PolicyFunction>;
  /** Everything that was read, by the kind and name of the object. */
  readonly materials: readonly (readonly [string, unknown])[];
}

interface PolicyUse {
  readonly function: string;
  readonly table: CatalogTable;
  readonly arguments: readonly PolicyArgument[];
  readonly returns: DataType;
}

function policyUses({ table }: TableFacts): readonly PolicyUse[] {
  const masks = masksOf(table).flatMap((mask): readonly PolicyUse[] => {
    const column = table.columns.find(({ name }) => name === mask.column);
    // A masked column of an unsupported type is not served at all.
    if (column === undefined) return [];
    const own: PolicyArgument = { kind: 'column', column: mask.column };
    return [{ function: mask.function, table, arguments: [own, ...mask.using], returns: column.type }];
  });
  const filters = rowFiltersOf(table).map((filter) => ({ ...filter, table, returns: BOOLEAN }));
  return [...filters, ...masks];
}

/** The function as these uses may have it: one that does not fit its arguments is unmapped. */
function checkedFunction(policy: PolicyFunction, uses: readonly PolicyUse[]): PolicyFunction {
  if (policy.body === undefined) return policy;
  const fault = uses
    .map((use) => signatureFault(policy, use.table, use.arguments, use.returns))
    .find((candidate) => candidate !== undefined);
  return fault === undefined ? policy : { ...policy, body: undefined, unmapped: fault };
}

/**
 * Reads what decides about the exposed tables: the tables, their grants, the functions of their row filters and
 * masks, and the tables that those functions read.
 * @param exposed full names of tables, each with its source.
 * @param sourcesByCatalog the sources that serve a catalog of their own, for tables that only policies name
 * @throws GatewayError as the reader does; a table that is absent is left out.
 */
export async function readGovernance(
  exposed: ReadonlyMap<string, string>,
  reader: UnityReader,
  signal: AbortSignal,
  sourcesByCatalog: ReadonlyMap<string, string> = new Map(),
): Promise<Governance> {
  const loader = new UnityTables(reader, signal, sourcesByCatalog);
  const loaded = await Promise.all([...exposed].map(([name, source]) => loader.load(name, source)));
  const read = await Promise.all(
    loaded.map((facts) => (facts !== undefined && isMetricView(facts) ? readMetricView(facts, loader) : facts)),
  );
  const tables = new Map(read.flatMap((facts) => (facts === undefined ? [] : [[facts.table.reference.name, facts]])));
  // The tables below metric views: their row filters and masks hold there too.
  const addFurther = async () => {
    for (const facts of await loader.all()) {
      if (!tables.has(facts.table.reference.name)) tables.set(facts.table.reference.name, facts);
    }
  };
  await addFurther();
  const uses = [...tables.values()].flatMap(policyUses);
  const names = [...new Set(uses.map((use) => use.function))];
  const infos = await Promise.all(names.map((name) => reader.getFunction(name, signal)));
  const functions = new Map<string, PolicyFunction>();
  // One after the other: a mapping table is served by the source of the first function that reads it.
  for (const [index, name] of names.entries()) {
    const own = uses.filter((use) => use.function === name);
    const source = own[0]?.table.reference.source ?? '';
    functions.set(name, checkedFunction(await readPolicyFunction(name, infos[index], source, loader), own));
  }
  const materials = names.map((name, index) => [`function ${name}`, infos[index] ?? null] as const);
  await addFurther();
  return { tables, functions, materials: [...loader.materials(), ...materials] };
}
