import type { CallerName } from '../../../support/demo-gateway.js';
import type { OracleAnswer, PostgresOracle } from '../../../support/postgres-oracle.js';
import { compareResults } from '../../../support/postgres-oracle-compare.js';
import type { CorpusStatement } from './read-statements.js';

export interface Verdict {
  readonly caller: CallerName;
  readonly id: string;
  readonly kind: 'same' | 'refused' | 'wrong';
  /** What was refused, or what differs. */
  readonly detail: string;
}

function verdictOn(
  statement: CorpusStatement,
  expected: OracleAnswer,
  found: OracleAnswer,
): Omit<Verdict, 'caller' | 'id'> {
  if (found.kind === 'error') {
    const detail = `${found.sqlState} ${found.message}`;
    if (expected.kind === 'error' && expected.sqlState === found.sqlState) return { kind: 'same', detail };
    return { kind: found.sqlState === '0A000' ? 'refused' : 'wrong', detail };
  }
  if (expected.kind === 'error') return { kind: 'wrong', detail: `expected ${expected.sqlState} ${expected.message}` };
  const difference = compareResults(expected, found, statement);
  return difference === undefined ? { kind: 'same', detail: '' } : { kind: 'wrong', detail: difference };
}

/**
 * Runs every statement as every caller on both sides.
 * @param ask the side to judge: rows as Postgres's text, or the SQLSTATE of its error
 */
export async function judgeCorpus(
  oracle: Pick<PostgresOracle, 'run'>,
  ask: (caller: CallerName, sql: string) => Promise<OracleAnswer>,
  statements: readonly CorpusStatement[],
  callers: readonly CallerName[],
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const statement of statements) {
    for (const caller of callers) {
      const [expected, found] = [await oracle.run(caller, statement.sql), await ask(caller, statement.sql)];
      verdicts.push({ caller, id: statement.id, ...verdictOn(statement, expected, found) });
    }
  }
  return verdicts;
}
