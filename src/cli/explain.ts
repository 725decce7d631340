import { Kind, parse, validate } from 'graphql';
import type { GatewayConfig } from '../config/config.js';
import type { ResolverMap } from '../doors/graphql/resolver.js';
import type { StageStatements } from '../engine.js';
import { GatewayError } from '../errors.js';
import { createGateway, type Gateway } from '../gateway.js';
import { devIssuerName } from '../identity/dev-issuer.js';
import { type Identity, makeIdentity } from '../identity/identity.js';
import { MAX_KEYS } from '../plan/federation/place.js';
import { stagesNeeded } from '../plan/federation/stages-needed.js';
import { policiesFor } from '../policy/policies-for.js';
import { printRelation } from '../query/print.js';
import type { TableReference } from '../query/relation.js';
import type { SqlStatement } from '../sql/statement.js';
import type { CliIo } from './cli-io.js';

export interface ExplainOptions {
  readonly as: string;
  readonly groups: readonly string[];
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How SQL begins and no GraphQL document does. */
const SQL = /^\s*(select|with|values|table|\()/iu;

export function callerFor(as: string, groups: readonly string[]): Identity {
  return makeIdentity({ issuer: devIssuerName, id: as, user: as, groups, expiresAtMs: Date.now() + 3_600_000 });
}

function knownOperation(gateway: Gateway, identity: Identity, query: string) {
  const visible = gateway.graphql.schemaFor(identity);
  const document = parse(query);
  const errors = validate(visible.schema, document);
  if (errors.length > 0)
    throw new GatewayError('GRAPHQL_VALIDATION_FAILED', errors.map((error) => error.message).join('\n'));
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new GatewayError('BAD_USER_INPUT', 'The document has no operation.');
  return gateway.graphql.remember(visible, query, document, operation, undefined);
}

function policiesOf(gateway: Gateway, identity: Identity, tables: readonly string[]): readonly string[] {
  return tables.flatMap((name) => {
    const table = gateway.engine.catalog.tables.get(name);
    const { rowFilter, masks } =
      table === undefined ? { rowFilter: undefined, masks: [] } : policiesFor(table, identity);
    const filter = rowFilter === undefined ? [] : [`row filter ${rowFilter.function}`];
    const native = table?.enforcedBy === 'source' ? ['enforced by the source, which runs as the caller'] : [];
    const all = [...native, ...filter, ...masks.map((mask) => `mask ${mask.function} on ${mask.column}`)];
    return [`  ${name}${all.length === 0 ? '' : `: ${all.join(', ')}`}`];
  });
}

async function versionsOf(gateway: Gateway, reads: readonly TableReference[]): Promise<ReadonlyMap<string, string>> {
  const bySource = new Map<string, string[]>();
  for (const { source, name } of reads) bySource.set(source, [...(bySource.get(source) ?? []), name]);
  const found = await Promise.all(
    [...bySource].map(([source, tables]) => gateway.sources.get(source)?.versions(tables, AbortSignal.timeout(10_000))),
  );
  return new Map(found.flatMap((versions) => [...(versions ?? [])]));
}

function statementText({ text, parameters }: SqlStatement): string {
  const values = parameters.map((parameter, index) => `  $${index + 1} = ${String(parameter.value)}\n`);
  return `  ${text}\n${values.join('')}`;
}

/** Where a join across sources fetches what, and why so. */
function stageText(
  { stage, keys, statement }: StageStatements,
  before: ReadonlySet<string>,
  host: string,
  batchRowsOf: (model: string) => number,
): string {
  const needed = [...stagesNeeded(stage, before)];
  const after = needed.length === 0 ? '' : `, after ${needed.join(' and ')}`;
  if (stage.kind === 'compute')
    return `\ncompute ${stage.name} at ${host}, read more than once${after}\n${statementText(statement)}`;
  if (stage.kind === 'predict') {
    const rows = Math.max(1, Math.round(stage.estimatedRows));
    return `\nask model ${stage.model} for ${stage.name}: about ${rows} different rows, in batches of ${batchRowsOf(stage.model)}${after}, found at ${host} by\n${statementText(statement)}`;
  }
  const about = `about ${Math.max(1, Math.round(stage.estimatedRows))} rows`;
  const sets = stage.keys.map((set, index) => {
    const asked = statementText(keys[index] ?? { text: '', parameters: [] });
    return `  only rows whose keys are in ${set.from} (at most ${MAX_KEYS} keys, else all), found at ${host} by\n  ${asked}`;
  });
  return `\nfetch ${stage.name} from ${stage.source} to ${host}: ${about} before keys${after}\n${statementText(statement)}${sets.join('')}`;
}

/** `medallion explain`: what a caller's request would read, under which policies, and the statement it would become. */
export async function explain(
  config: GatewayConfig,
  resolvers: ResolverMap,
  options: ExplainOptions,
  io: CliIo,
): Promise<number> {
  const gateway = await createGateway({ config, resolvers, log: (line) => io.stderr(`${line}\n`) });
  try {
    const identity = callerFor(options.as, options.groups);
    const isSql = SQL.test(options.query);
    const { cost, needsExecutor, models, queries } = isSql
      ? {
          cost: undefined,
          needsExecutor: false,
          models: [],
          queries: await gateway.explainSql(options.query, identity),
        }
      : gateway.graphql.explain(knownOperation(gateway, identity, options.query), options.variables, identity);
    io.stdout(
      `caller  ${identity.user} in ${identity.groups.length === 0 ? 'no groups' : identity.groups.join(', ')}\n`,
    );
    if (cost !== undefined) io.stdout(`cost    ${cost}\n`);
    if (needsExecutor)
      io.stdout('note    part of this request is answered by introspection or by hand-written fields\n');
    for (const { endpoint, field } of models) {
      const { batchRows } = gateway.engine.modelBounds(endpoint);
      io.stdout(`model   ${field} asks ${endpoint}: each different input once, in batches of ${batchRows} rows\n`);
    }
    for (const { plan, statement, stageStatements, fingerprint } of queries) {
      const versions = await versionsOf(gateway, plan.reads);
      const tables = plan.reads.map(({ name }) => name);
      io.stdout(`\nsource  ${plan.source}\ntables\n${policiesOf(gateway, identity, tables).join('\n')}\n`);
      const before = new Set<string>();
      for (const stage of stageStatements) {
        io.stdout(stageText(stage, before, plan.source, (model) => gateway.engine.modelBounds(model).batchRows));
        before.add(stage.stage.name);
      }
      io.stdout(`\nplan\n${printRelation(plan.relation, 1)}\n\nstatement\n${statementText(statement)}`);
      io.stdout(`\ncache key  ${plan.cacheable ? fingerprint : 'not cached'}\n`);
      for (const [table, version] of versions) io.stdout(`  version of ${table}: ${version}\n`);
    }
    return 0;
  } finally {
    await gateway.close();
  }
}
