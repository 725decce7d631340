import { call } from '../functions/registry.js';
import { TRUE } from '../query/build.js';
import type { Expression } from '../query/expression.js';
import type { Relation } from '../query/relation.js';
import { REFUSED_CLAUSES, RESERVED } from './keywords.js';
import { readName } from './parse-name.js';
import type { ParserState } from './parser-state.js';
import { type FromTable, qualifies } from './scope.js';

export interface FromClause {
  readonly relation: Relation;
  readonly tables: readonly FromTable[];
}

/** Tables with their joins (comma, CROSS, INNER, LEFT); FROM is taken. */
export function parseFrom(state: ParserState): FromClause {
  const tables = [parseTable(state)];
  let relation: Relation = tables[0]?.scan ?? { kind: 'values', alias: '', fields: [], rows: [] };
  for (;;) {
    const type = joinType(state);
    if (type === undefined) return { relation, tables };
    const token = state.peek();
    const table = parseTable(state);
    if (tables.some((known) => clashes(known, table))) {
      throw state.wrong(token, 'two tables bear this name: give one an alias');
    }
    tables.push(table);
    const on = type === 'cross' ? TRUE : parseOn(state, tables);
    relation = {
      kind: 'join',
      type: type === 'left' ? 'left' : 'inner',
      left: relation,
      right: table.scan,
      on,
      lateral: false,
    };
    if (tables.length > 20) throw state.refused(token, 'join', 'more than 20 tables');
  }
}

const clashes = (a: FromTable, b: FromTable) => qualifies(a, b.qualifier) || qualifies(b, a.qualifier);

function joinType(state: ParserState): 'cross' | 'inner' | 'left' | undefined {
  if (state.accept(',') || state.accept('CROSS', 'JOIN')) return 'cross';
  if (state.accept('INNER', 'JOIN') || state.accept('JOIN')) return 'inner';
  if (state.accept('LEFT', 'JOIN') || state.accept('LEFT', 'OUTER', 'JOIN')) return 'left';
  return undefined;
}

function parseOn(state: ParserState, tables: readonly FromTable[]): Expression {
  if (state.sees('USING')) throw state.refused(state.peek(), 'JOIN … USING');
  const token = state.expect('ON');
  state.queries.push(tables);
  try {
    const on = state.nested(() => state.grammar.expression(state));
    state.at(token, 'ON', () => call('and', [on]));
    return on;
  } finally {
    state.queries.pop();
  }
}

function parseTable(state: ParserState): FromTable {
  const token = state.peek();
  if (state.sees('(')) throw state.refused(token, 'sub-query in FROM');
  if (state.sees('VALUES')) throw state.refused(token, 'VALUES in FROM');
  if (state.sees('LATERAL')) throw state.refused(token, 'LATERAL');
  const parts = readName(state);
  if (state.sees('(')) throw state.refused(token, `table function "${parts.join('.')}"`);
  if (state.sees('@')) throw state.refused(state.peek(), 'time travel');
  const known = state.scope.table(parts);
  if (known === undefined) throw state.wrong(token, 'there is no such table', `table "${parts.join('.')}"`);
  if (state.sees('VERSION') || state.sees('TIMESTAMP', 'AS', 'OF')) throw state.refused(state.peek(), 'time travel');
  const alias = parseAlias(state);
  return {
    scan: { kind: 'scan', table: known.reference, alias: state.freshAlias(), fields: known.fields },
    qualifier: alias === undefined ? known.reference.name.split('.') : [alias],
  };
}

const NO_ALIAS: ReadonlySet<string> = new Set([
  ...RESERVED,
  'OFFSET',
  'SEMI',
  'ANTI',
  'TABLESAMPLE',
  'QUALIFY',
  'PIVOT',
]);

function parseAlias(state: ParserState): string | undefined {
  const token = state.peek();
  const explicit = state.accept('AS');
  const name = state.peek();
  const plain =
    name.kind === 'word' && !NO_ALIAS.has(name.key) && !REFUSED_CLAUSES.some((clause) => state.sees(...clause));
  if (name.kind === 'quoted' || plain) {
    state.next();
    if (state.sees('(')) throw state.refused(state.peek(), 'column aliases of a table');
    return name.text;
  }
  if (explicit) throw state.wrong(token, 'expected an alias behind AS');
  return undefined;
}
