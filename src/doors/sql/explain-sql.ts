import type { Engine, ExplainedQuery } from '../../engine.js';
import { GatewayError } from '../../errors.js';
import type { Identity } from '../../identity/identity.js';
import { databasesOf, schemasOf } from './statement/describe-database.js';
import { GovernedStatement } from './statement/governed-statement.js';
import type { SqlStatements } from './statement/sql-statements.js';

/**
 * What a SQL statement would read and run for a caller; runs nothing. Parameters (`$1`) stand for NULL.
 * @throws SqlError as the door would; GatewayError NOT_SUPPORTED for a statement that reads no governed table
 */
export async function explainSql(
  engine: Engine,
  statements: SqlStatements,
  text: string,
  identity: Identity,
): Promise<readonly ExplainedQuery[]> {
  const [database = ''] = databasesOf(engine.catalog.contract);
  const settings = new Map([['search_path', schemasOf(engine.catalog.contract).join(', ')]]);
  const context = { identity, database, settings };
  const explained: ExplainedQuery[] = [];
  for (const statement of statements.parse(text)) {
    if (statement.kind !== 'rows') continue;
    const prepared = await statements.prepare(statement, [], context, AbortSignal.timeout(60_000));
    if (!(prepared instanceof GovernedStatement)) continue;
    const query = prepared.query({ values: prepared.parameterOids.map(() => null), formats: [] });
    explained.push(engine.explain(query, identity));
  }
  if (explained.length > 0) return explained;
  throw new GatewayError('NOT_SUPPORTED', 'The statement reads no governed table: the catalog itself answers it.');
}
