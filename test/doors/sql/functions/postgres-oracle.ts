import { PGlite } from '@electric-sql/pglite';

/** What Postgres answers: a value as text and its type, or the state of its error. */
export type PostgresAnswer =
  | { readonly kind: 'value'; readonly text: string | null; readonly typeOid: number }
  | { readonly kind: 'error'; readonly sqlState: string };

export interface Postgres {
  /** Rows of texts. */
  rows(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  /** Expressions, each shown as text by Postgres itself. */
  answers(expressions: readonly string[]): Promise<readonly PostgresAnswer[]>;
  close(): Promise<void>;
}

/** Expressions asked at once; where one raises, each is asked alone. */
const BATCH = 20;

export async function openPostgres(timeZone = 'UTC'): Promise<Postgres> {
  const database = await PGlite.create();
  await database.exec(`SET TimeZone = '${timeZone}'`);
  const rows = async (sql: string) => {
    const result = await database.query<(string | null)[]>(sql, [], { rowMode: 'array' });
    return result.rows.map((row) => row.map((value) => (value === null ? null : String(value))));
  };
  const answer = async (expression: string): Promise<PostgresAnswer> => {
    try {
      const [row] = await rows(`SELECT (r)::text, (pg_typeof(r)::oid)::text FROM (SELECT ${expression} AS r) q`);
      return { kind: 'value', text: row?.[0] ?? null, typeOid: Number(row?.[1]) };
    } catch (error) {
      const sqlState = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      return { kind: 'error', sqlState };
    }
  };
  const together = async (expressions: readonly string[]): Promise<readonly PostgresAnswer[] | undefined> => {
    const items = expressions.map((expression) => `(${expression})::text, (pg_typeof(${expression})::oid)::text`);
    try {
      const [row = []] = await rows(`SELECT ${items.join(', ')}`);
      return expressions.map((_, index) => ({
        kind: 'value',
        text: row[2 * index] ?? null,
        typeOid: Number(row[2 * index + 1]),
      }));
    } catch {
      return undefined;
    }
  };
  return {
    rows,
    async answers(expressions) {
      const answers: PostgresAnswer[] = [];
      for (let at = 0; at < expressions.length; at += BATCH) {
        const batch = expressions.slice(at, at + BATCH);
        const joint = await together(batch);
        if (joint !== undefined) answers.push(...joint);
        else for (const expression of batch) answers.push(await answer(expression));
      }
      return answers;
    },
    close: () => database.close(),
  };
}
