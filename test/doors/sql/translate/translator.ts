import type { BoundTable, ParameterValue } from '../../../../src/doors/sql/translate/input.js';
import { nodesOf } from '../../../../src/doors/sql/translate/pg-tree.js';
import { type TranslatedStatement, translate } from '../../../../src/doors/sql/translate/translate.js';
import { openAnalyser } from '../analysis/analyse-once.js';
import { WORLD } from './world.js';

/** A value of `$n`: as Postgres reads it, and as the door binds it. */
export interface Parameter extends ParameterValue {
  readonly typeOid: number;
  readonly text: string | null;
}

export const CALLER = {
  user: 'west.analyst',
  database: 'lakehouse',
  schema: 'gold',
  timeZone: 'UTC',
  nowMicros: BigInt(Date.now()) * 1000n,
};

export interface OrderedStatement extends TranslatedStatement {
  /** Whether its rows come in an order of its own. */
  readonly ordered: boolean;
}

export interface Translator {
  translate(text: string, parameters?: readonly Parameter[]): OrderedStatement;
}

function boundTables(relations: ReadonlyMap<number, { readonly name: string; readonly isSystem: boolean }>) {
  const bound = new Map<number, BoundTable>();
  for (const [oid, { name, isSystem }] of relations) {
    const table = WORLD.tables.find((candidate) => candidate.name === name);
    if (table === undefined || isSystem) continue;
    const fields = table.columns.map(({ name: column, type, nullable }) => ({ name: column, type, nullable }));
    bound.set(oid, { reference: { source: 'lake', name: `lakehouse.gold.${name}` }, fields });
  }
  return bound;
}

/** The translation behind a Postgres in this thread that holds the world's tables. */
export async function openTranslator(): Promise<Translator> {
  const analyser = await openAnalyser(WORLD);
  return {
    translate(text, parameters = []) {
      const typeOids = parameters.map(({ typeOid }) => typeOid);
      const analysis = analyser.analyse(text, typeOids);
      const translated = translate({ ...analysis, text }, boundTables(analysis.relations), parameters, CALLER);
      return { ...translated, ordered: nodesOf(analysis.tree, 'sortClause').length > 0 };
    },
  };
}
