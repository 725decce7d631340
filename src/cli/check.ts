import type { Contract, ModelEndpoint } from '../catalog/contract.js';
import { type Inspection, inspectContract, readDeclarations } from '../catalog/inspect-contract.js';
import { type Problem, ProblemList, printProblem } from '../catalog/problem.js';
import { resolveContract } from '../catalog/resolve/resolve-contract.js';
import { readSdlFiles } from '../catalog/sdl/read-sdl-files.js';
import type { UnityReader } from '../catalog/unity/reader.js';
import { findContractChanges } from './check/breaking-changes.js';
import { findDrift } from './check/drift.js';
import { gitSdlFiles } from './check/git-sdl-files.js';
import type { TextOutput } from './text-output.js';

export interface CheckOptions {
  readonly schemaDir: string;
  /** Names of the sources of gateway.yaml. */
  readonly sources: readonly string[];
  /** Serving endpoints of gateway.yaml. */
  readonly models?: readonly ModelEndpoint[];
  /** Where those are declared otherwise than they are served. */
  readonly findModelProblems?: () => Promise<readonly Problem[]>;
  readonly reader: UnityReader;
  /** Hand-written resolvers, such as `Airport.nearby`. */
  readonly resolvers: ReadonlySet<string>;
  /** A git revision to compare the served schema with. */
  readonly against?: string;
  /** SDL of the schema that a contract is served as. */
  readonly printServedSchema: (contract: Contract) => string;
  readonly stdout: TextOutput;
  readonly signal: AbortSignal;
}

/**
 * The contract at a revision, as far as the SDL tells: only its served form matters here, so what no longer fits the
 * present catalog is taken on trust, and its problems are of no interest.
 */
async function contractAt(revision: string, options: CheckOptions, { view }: Inspection): Promise<Contract> {
  const files = await gitSdlFiles(options.schemaDir, revision, options.signal);
  const unheard = new ProblemList();
  return resolveContract(readDeclarations(files, unheard), view, unheard.error);
}

async function compare(revision: string, options: CheckOptions, inspection: Inspection): Promise<readonly Problem[]> {
  const before = await contractAt(revision, options, inspection);
  return findContractChanges(before, inspection.contract, revision, options.printServedSchema);
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/**
 * `medallion check`: the contract against Unity Catalog, and with `against` the schema it is served as against that
 * of a git revision. Writes a line for each finding.
 * @returns the exit code: 1 if there is an error, breaking changes included.
 * @throws GatewayError if the folder, the catalog or the revision cannot be read.
 */
export async function check(options: CheckOptions): Promise<number> {
  const { schemaDir, against, stdout, signal } = options;
  const files = await readSdlFiles(schemaDir, signal);
  const inspection = await inspectContract({ ...options, files });
  const problems = new ProblemList();
  const ofModels = (await options.findModelProblems?.()) ?? [];
  for (const problem of [...inspection.problems, ...findDrift(inspection), ...ofModels]) problems.add(problem);
  // A contract with errors has no served schema to compare.
  const comparable = against !== undefined && !inspection.problems.some(isError);
  if (comparable) for (const problem of await compare(against, options, inspection)) problems.add(problem);
  const found = problems.sorted();
  for (const problem of found) stdout.write(`${printProblem(problem)}\n`);
  if (against !== undefined && !comparable) stdout.write(`Not compared with ${against}: mend the errors first.\n`);
  const errors = found.filter(isError).length;
  const { types } = inspection.contract;
  stdout.write(
    errors === 0 ? `The contract fits: ${types.length} types.\n` : `${errors} ${errors === 1 ? 'error' : 'errors'}.\n`,
  );
  return errors === 0 ? 0 : 1;
}
