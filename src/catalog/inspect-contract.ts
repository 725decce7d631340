import type { Contract, ModelEndpoint } from './contract.js';
import { type Governance, readGovernance } from './governance/read-governance.js';
import { type Problem, ProblemList } from './problem.js';
import { resolveContract } from './resolve/resolve-contract.js';
import type { CatalogView } from './resolve/type-scopes.js';
import { type Declarations, ownDefinitions, sortDefinitions } from './sdl/declarations.js';
import { directiveUses } from './sdl/directive-uses.js';
import { parseSdl } from './sdl/parse-sdl.js';
import type { SdlFile } from './sdl/sdl-file.js';
import { validateDefinitions } from './sdl/validate-definitions.js';
import type { UnityReader } from './unity/reader.js';

export interface ContractInput {
  readonly files: readonly SdlFile[];
  /** Names of the sources of gateway.yaml. */
  readonly sources: readonly string[];
  /** Sources that another one reads for the gateway, such as a warehouse that federates them. */
  readonly routes?: ReadonlyMap<string, string> | undefined;
  /** Sources that serve a catalog of their own, by its name; routed ones as what reads them. */
  readonly sourcesByCatalog?: ReadonlyMap<string, string> | undefined;
  readonly reader: UnityReader;
  /** Hand-written resolvers, such as `Airport.nearby`. */
  readonly resolvers: ReadonlySet<string>;
  /** Serving endpoints of gateway.yaml. */
  readonly models?: readonly ModelEndpoint[];
  readonly signal: AbortSignal;
}

export interface Inspection {
  /** What could be made of the files; to be served only if there are no errors. */
  readonly contract: Contract;
  readonly governance: Governance;
  readonly view: CatalogView;
  readonly problems: readonly Problem[];
}

const ignore = () => {};

/** The tables that the types name, each with its source. */
function exposedTables(declarations: Declarations): ReadonlyMap<string, string> {
  return new Map(
    declarations.types.flatMap(({ directives }) =>
      directiveUses(directives, 'table', ignore).map(({ arguments: { name, source } }) => [name, source] as const),
    ),
  );
}

/** Full names of the tables beside an absent one, for a hint; none if its schema does not exist either. */
async function tablesBeside(name: string, { reader, signal }: ContractInput): Promise<readonly string[]> {
  const [catalog, schema, table] = name.split('.');
  if (catalog === undefined || schema === undefined || table === undefined) return [];
  const schemas = await reader
    .listCatalogs(signal)
    .then((catalogs) =>
      catalogs.some((candidate) => candidate.name === catalog) ? reader.listSchemas(catalog, signal) : [],
    );
  if (!schemas.some((candidate) => candidate.name === schema))
    return schemas.map((candidate) => `${candidate.full_name}.${table}`);
  return (await reader.listTables(catalog, schema, signal)).map((candidate) => candidate.full_name);
}

/** Reads the SDL's declarations; what is wrong with the SDL as such is reported. */
export function readDeclarations(files: readonly SdlFile[], problems: ProblemList): Declarations {
  const definitions = ownDefinitions(parseSdl(files, problems.error), problems.error);
  validateDefinitions(definitions, problems.error);
  return sortDefinitions(definitions);
}

/**
 * Reads the contract against Unity Catalog and finds everything that is wrong with it, in one run.
 * @throws GatewayError only if Unity Catalog cannot be read.
 */
export async function inspectContract(input: ContractInput): Promise<Inspection> {
  const problems = new ProblemList();
  const declarations = readDeclarations(input.files, problems);
  const exposed = new Map(
    [...exposedTables(declarations)].map(([name, source]) => [name, input.routes?.get(source) ?? source]),
  );
  const governance = await readGovernance(exposed, input.reader, input.signal, input.sourcesByCatalog);
  const absent = [...exposed.keys()].filter((name) => !governance.tables.has(name));
  const beside = await Promise.all(absent.map((name) => tablesBeside(name, input)));
  const view: CatalogView = {
    tables: governance.tables,
    knownTables: [...new Set([...governance.tables.keys(), ...beside.flat()])],
    sources: input.sources,
    resolvers: input.resolvers,
    models: input.models ?? [],
  };
  const contract = resolveContract(declarations, view, problems.error);
  return { contract, governance, view, problems: problems.sorted() };
}
