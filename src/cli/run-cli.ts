import { Command, CommanderError } from 'commander';
import { GraphQLError } from 'graphql';
import type { GatewayConfig } from '../config/config.js';
import { loadConfig } from '../config/load-config.js';
import type { FieldResolver, ResolverMap } from '../doors/graphql/resolver.js';
import { printServedSchema } from '../doors/graphql/schema/print-served-schema.js';
import { GatewayError } from '../errors.js';
import { declaredModels, flattenResolvers, openUnity, readCatalog } from '../gateway.js';
import { openDevIssuer } from '../identity/dev-issuer.js';
import { openSignIn } from '../identity/sign-in.js';
import { loadResolvers } from '../lib/load-resolvers.js';
import { catalogFor } from '../policy/catalog-for.js';
import { findModelProblems } from './check/model-problems.js';
import { check } from './check.js';
import type { CliIo } from './cli-io.js';
import { callerFor, explain } from './explain.js';
import { init } from './init.js';
import { start } from './start.js';

interface CallerOptions {
  readonly as: string;
  readonly groups: readonly string[];
}

interface InitCommand {
  readonly catalog: string;
  readonly schema: string;
  readonly tables?: readonly string[];
  readonly source: string;
  readonly out?: string;
  readonly force: boolean;
}

const listOf = (value: string): readonly string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
const configOf = (io: CliIo): GatewayConfig => loadConfig({ env: io.env });
const unityOf = (config: GatewayConfig) => openUnity(config, openSignIn(config.identity));
const resolversOf = async (io: CliIo): Promise<ResolverMap> =>
  configOf(io).doors.graphql.resolvers ? loadResolvers<Record<string, FieldResolver>>(io.resolversFolder) : {};

async function token(io: CliIo, options: CallerOptions & { readonly lifetime: string }): Promise<number> {
  const config = configOf(io);
  const issuer = await openDevIssuer({ settings: config.identity.devIssuer, dataDir: config.dataDir });
  const issued = await issuer.issueDevToken({
    user: options.as,
    groups: options.groups,
    lifetimeSeconds: Number(options.lifetime),
  });
  io.stdout(`${issued}\n`);
  return 0;
}

async function schemaPrint(io: CliIo, options: Partial<CallerOptions>): Promise<number> {
  const config = configOf(io);
  const catalog = await readCatalog(config, flattenResolvers(await resolversOf(io)), new AbortController().signal);
  const contract =
    options.as === undefined
      ? catalog.contract
      : catalogFor(catalog, callerFor(options.as, options.groups ?? [])).contract;
  io.stdout(`${printServedSchema(contract, config.limits)}\n`);
  return 0;
}

function variablesOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
  } catch {
    // Said below: what is not JSON is not an object either.
  }
  throw new GatewayError('BAD_USER_INPUT', '--variables must be a JSON object.');
}

/** A misspelt command would else count as an argument of the default one. */
function refuseUnknownCommand(program: Command, name: string | undefined): void {
  if (name === undefined || name.startsWith('-') || name === 'help') return;
  if (program.commands.some((command) => command.name() === name)) return;
  program.error(`error: unknown command '${name}'; "medallion --help" lists the commands`);
}

/** A fault that the operating system reports, such as a folder that cannot be written to: its message says which. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function createProgram(io: CliIo, finish: (code: number) => void): Command {
  const run = (action: Promise<number>) => action.then(finish);
  const signal = new AbortController().signal;
  const program = new Command('medallion')
    .description('One governed GraphQL gateway over a Databricks lakehouse.')
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr });
  program
    .command('start', { isDefault: true })
    .description('Serve. Makes the demo lakehouse first where it is not there yet.')
    .action(async () => run(start(configOf(io), await resolversOf(io), io)));
  program
    .command('token')
    .description('Print a token of the dev issuer. Refused where that issuer is off.')
    .requiredOption('--as <user>', 'user name, such as west.analyst@flights.demo')
    .option('--groups <names>', 'groups, with commas between', listOf, [])
    .option('--lifetime <seconds>', 'how long it is good for', '43200')
    .action((options: CallerOptions & { lifetime: string }) => run(token(io, options)));
  program
    .command('explain')
    .description('Show what a GraphQL request would read and run, for one caller. Runs nothing.')
    .argument('<query>', 'the GraphQL document or SQL statement')
    .requiredOption('--as <user>', 'user name')
    .option('--groups <names>', 'groups, with commas between', listOf, [])
    .option('--variables <json>', 'variables as a JSON object', '{}')
    .action(async (query: string, options: CallerOptions & { variables: string }) =>
      run(
        explain(
          configOf(io),
          await resolversOf(io),
          { ...options, query, variables: variablesOf(options.variables) },
          io,
        ),
      ),
    );
  program
    .command('init')
    .description('Write a contract (SDL files) from a Unity Catalog schema.')
    .requiredOption('--catalog <name>', 'catalog, such as lakehouse')
    .requiredOption('--schema <name>', 'schema, such as gold')
    .option('--tables <names>', 'tables to take, with commas between; default: all of the schema', listOf)
    .option('--source <name>', 'source of gateway.yaml that serves the tables', 'lakehouse')
    .option('--out <folder>', 'folder to write to; default: the schema folder')
    .option('--force', 'overwrite files that exist', false)
    .action((options: InitCommand) => {
      const config = configOf(io);
      const reader = unityOf(config);
      return run(
        init({ ...options, outDir: options.out ?? config.schemaDir, reader, stdout: { write: io.stdout }, signal }),
      );
    });
  program
    .command('check')
    .description('Compare the contract with the catalog (drift) and with a git revision (breaking changes).')
    .option('--against <ref>', 'git revision')
    .action(async (options: { against?: string }) => {
      const config = configOf(io);
      const resolvers = new Set(flattenResolvers(await resolversOf(io)).keys());
      const print = (contract: Parameters<typeof printServedSchema>[0]) => printServedSchema(contract, config.limits);
      return run(
        check({
          schemaDir: config.schemaDir,
          sources: Object.keys(config.sources),
          models: declaredModels(config),
          findModelProblems: () => findModelProblems(config, signal),
          reader: unityOf(config),
          resolvers,
          printServedSchema: print,
          stdout: { write: io.stdout },
          signal,
          ...(options.against === undefined ? {} : { against: options.against }),
        }),
      );
    });
  program
    .command('schema')
    .description('Work with the served schema.')
    .command('print')
    .description('Print the GraphQL schema that a caller sees; without --as, all of it.')
    .option('--as <user>', 'user name')
    .option('--groups <names>', 'groups, with commas between', listOf, [])
    .action((options: Partial<CallerOptions>) => run(schemaPrint(io, options)));
  return program;
}

/** Runs one command. @returns the exit code; every expected fault is a message on stderr, never a stack. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  let code = 0;
  try {
    const program = createProgram(io, (result) => {
      code = result;
    });
    refuseUnknownCommand(program, argv[2]);
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (error instanceof GatewayError || error instanceof GraphQLError || isSystemError(error)) {
      io.stderr(`${error.message}\n`);
      return 1;
    }
    io.stderr(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return 1;
  }
}
