import { call } from '../functions/registry.js';
import { FALSE, literal, TRUE } from '../query/build.js';
import type { Expression } from '../query/expression.js';
import {
  DATE,
  type DataType,
  decimalType,
  INT32,
  NULL_TYPE,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
} from '../query/types.js';
import { lowerCast } from './cast.js';
import { comparable, unified } from './coerce.js';
import { RESERVED } from './keywords.js';
import { parseCall } from './parse-call.js';
import { parseName } from './parse-name.js';
import { parseType } from './parse-type.js';
import type { ParserState } from './parser-state.js';
import { queryColumnType } from './query-column.js';
import { copyProblem } from './repeatable.js';
import { temporalLiteral } from './temporal-literal.js';
import type { Token } from './token.js';

/** An operand with its prefix (`-`, `+`) and its casts (`::`). */
export function parsePrimary(state: ParserState): Expression {
  const token = state.peek();
  if (state.accept('-')) {
    if (state.peek().kind === 'number') return parsePostfix(state, parseNumber(state, true));
    const operand = state.nested(() => parsePrimary(state));
    return state.at(token, 'operator -', () => call('negate', [operand]));
  }
  if (state.accept('+')) return state.nested(() => parsePrimary(state));
  if (state.sees('~')) throw state.refused(token, 'operator ~');
  return parsePostfix(state, parseOperand(state));
}

function parsePostfix(state: ParserState, operand: Expression): Expression {
  let current = operand;
  for (let count = 0; ; count += 1) {
    const token = state.peek();
    if (state.accept('::')) {
      if (count >= 20) throw state.refused(token, 'operator ::', 'the chain is too long');
      current = cast(state, token, 'operator ::', current, parseTypeName(state), false);
    } else if (state.sees('[')) throw state.refused(token, 'subscript []');
    else if (state.sees(':')) throw state.refused(token, 'JSON path (:)');
    else if (state.sees('.')) throw state.refused(token, 'field access (.)');
    else if (state.sees('COLLATE')) throw state.refused(token, 'COLLATE');
    else if (state.sees('AT', 'TIME', 'ZONE')) throw state.refused(token, 'AT TIME ZONE');
    else return current;
  }
}

function parseOperand(state: ParserState): Expression {
  const token = state.peek();
  switch (token.kind) {
    case 'number':
      return parseNumber(state, false);
    case 'string':
      state.next();
      if (state.peek().kind === 'string')
        throw state.refused(state.peek(), 'adjacent strings', 'write one string, or ||');
      return literal(token.text, STRING);
    case 'quoted':
      return parseNameOrCall(state);
    case 'symbol':
      return parseSymbol(state, token);
    case 'word':
      return parseWord(state, token);
    case 'end':
      throw state.wrong(token, 'expected an expression');
    default:
      return token.kind satisfies never;
  }
}

function parseNumber(state: ParserState, negative: boolean): Expression {
  const token = state.next();
  const number = token.number ?? { value: 0n, type: INT32 };
  const { value, type } = number;
  if (typeof value === 'bigint') {
    const signed = negative ? -value : value;
    if (signed === 9223372036854775808n) return literal(String(signed), decimalType(19, 0));
    return literal(signed, signed === -2147483648n && !/L$/i.test(token.text) ? INT32 : type);
  }
  if (typeof value === 'number') return literal(negative ? -value : value, type);
  return literal(negative ? `-${value}` : value, type);
}

function parseSymbol(state: ParserState, token: Token): Expression {
  switch (token.key) {
    case '(': {
      state.next();
      if (state.sees('SELECT') || state.sees('WITH')) return parseScalarSubquery(state);
      const inner = state.nested(() => state.grammar.expression(state));
      if (state.sees(',')) throw state.refused(token, 'row constructor');
      state.expect(')');
      if (state.sees('->')) throw state.refused(token, 'lambda');
      return inner;
    }
    case '?':
    case ':':
      throw state.refused(token, 'parameter marker');
    case '*':
      throw state.wrong(token, 'it may stand in count(*) only');
    default:
      throw state.wrong(token, 'expected an expression');
  }
}

function parseScalarSubquery(state: ParserState): Expression {
  const relation = state.nested(() => state.grammar.query(state, 'scalar'));
  state.expect(')');
  return { kind: 'scalar-subquery', relation, type: queryColumnType(relation) };
}

const TYPED_LITERALS: ReadonlyMap<string, DataType> = new Map([
  ['DATE', DATE],
  ['TIMESTAMP', TIMESTAMP],
  ['TIMESTAMP_LTZ', TIMESTAMP],
  ['TIMESTAMP_NTZ', TIMESTAMP_NTZ],
]);

function parseWord(state: ParserState, token: Token): Expression {
  const next = state.peek(1);
  if (next.kind === 'string') return parseTypedLiteral(state, token, next);
  switch (token.key) {
    case 'TRUE':
      state.next();
      return TRUE;
    case 'FALSE':
      state.next();
      return FALSE;
    case 'NULL':
      state.next();
      return literal(null, NULL_TYPE);
    case 'CASE':
      return state.nested(() => parseCase(state));
    case 'INTERVAL':
      throw state.refused(token, 'INTERVAL', 'it is mapped behind DATE + and DATE - only');
    default:
  }
  if (next.key === '(') return parseKeywordCall(state, token);
  if (next.key === '->') throw state.refused(token, 'lambda');
  if (token.key === 'WITH') throw state.refused(token, next.key === 'RECURSIVE' ? 'recursive WITH' : 'WITH');
  if (RESERVED.has(token.key)) throw state.wrong(token, 'expected an expression');
  return parseNameOrCall(state);
}

function parseTypedLiteral(state: ParserState, token: Token, value: Token): Expression {
  const type = TYPED_LITERALS.get(token.key);
  if (type === undefined) {
    if (token.key === 'X') throw state.refused(token, 'binary literal');
    if (token.key === 'INTERVAL') throw state.refused(token, 'INTERVAL', 'it is mapped behind DATE + and DATE - only');
    throw state.wrong(value, `it does not belong behind ${token.text}`);
  }
  state.next();
  state.next();
  const constant = temporalLiteral(value.text, type);
  if (constant === undefined) {
    throw state.refused(
      value,
      `${token.key} literal`,
      `${JSON.stringify(value.text)} is not of the form 2001-02-03 [04:05:06]`,
    );
  }
  return constant;
}

/** Words that look like calls and have a grammar of their own. */
function parseKeywordCall(state: ParserState, token: Token): Expression {
  switch (token.key) {
    case 'CAST':
    case 'TRY_CAST':
      return state.nested(() => parseCast(state));
    case 'EXISTS':
      return parseExists(state);
    case 'EXTRACT':
      return parseExtract(state);
    case 'TRIM':
      if (['BOTH', 'LEADING', 'TRAILING'].includes(state.peek(2).key)) {
        throw state.refused(token, `TRIM(${state.peek(2).key} …)`);
      }
      return parseCall(state);
    case 'IF':
    case 'LEFT':
    case 'RIGHT':
    case 'ANY':
    case 'SOME':
      return parseCall(state);
    default:
      if (RESERVED.has(token.key)) throw state.wrong(token, 'expected an expression');
      return parseCall(state);
  }
}

function parseNameOrCall(state: ParserState): Expression {
  const token = state.peek();
  let dots = 0;
  while (state.peek(dots * 2 + 1).key === '.') dots += 1;
  const last = state.peek(dots * 2);
  if (state.peek(dots * 2 + 1).key === '(') {
    if (dots === 0 && token.kind === 'word') return parseCall(state);
    const name = Array.from({ length: dots + 1 }, (_, index) => state.peek(index * 2).text).join('.');
    throw state.refused(token, `function "${name}"`, 'functions of one’s own are not expanded');
  }
  if (last.key === '*') throw state.wrong(last, 'it may stand in count(*) only');
  return parseName(state);
}

function parseCast(state: ParserState): Expression {
  const token = state.next();
  state.expect('(');
  const operand = state.grammar.expression(state);
  state.expect('AS');
  const type = parseTypeName(state);
  state.expect(')');
  return cast(state, token, token.key, operand, type, token.key === 'TRY_CAST');
}

function cast(
  state: ParserState,
  token: Token,
  construct: string,
  operand: Expression,
  type: DataType,
  tryCast: boolean,
) {
  return state.at(token, construct, () => {
    const lowered = lowerCast(operand, type, tryCast);
    if (typeof lowered === 'string') throw state.refused(token, construct, lowered);
    return lowered;
  });
}

/** A type's name with its sizes. VARCHAR and CHAR cut or pad what they convert, and so are no targets. */
function parseTypeName(state: ParserState): DataType {
  const first = state.next();
  let last = first;
  if (state.sees('<')) throw state.refused(first, `type "${first.text}"`);
  if (state.sees('(')) {
    while (!state.sees(')') && state.peek().kind !== 'end') last = state.next();
    last = state.expect(')');
  }
  const text = state.source(first, last);
  const type = first.kind === 'word' && !/CHAR/.test(first.key) ? parseType(text) : undefined;
  if (type === undefined) throw state.refused(first, `type "${text}"`);
  return type;
}

function parseExists(state: ParserState): Expression {
  const token = state.next();
  state.expect('(');
  if (!state.sees('SELECT') && !state.sees('WITH'))
    throw state.refused(token, 'function "exists"', 'EXISTS takes a query');
  const relation = state.nested(() => state.grammar.query(state, 'exists'));
  state.expect(')');
  return { kind: 'exists', relation, type: { kind: 'boolean' } };
}

const EXTRACTED: ReadonlyMap<string, string> = new Map([
  ['YEAR', 'year'],
  ['QUARTER', 'quarter'],
  ['MONTH', 'month'],
  ['WEEK', 'weekofyear'],
  ['DAY', 'day'],
  ['HOUR', 'hour'],
  ['MINUTE', 'minute'],
]);

function parseExtract(state: ParserState): Expression {
  const token = state.next();
  state.expect('(');
  const field = state.next();
  const id = EXTRACTED.get(field.key);
  if (id === undefined) throw state.refused(field, `EXTRACT(${field.text})`);
  state.expect('FROM');
  const operand = state.nested(() => state.grammar.value(state));
  state.expect(')');
  return state.at(token, 'EXTRACT', () => call(id, [operand]));
}

/** Both forms; `CASE x WHEN y` compares as `x = y` does. Results meet at their common type. */
function parseCase(state: ParserState): Expression {
  const token = state.expect('CASE');
  const subject = state.sees('WHEN') ? undefined : state.grammar.expression(state);
  const conditions: Expression[] = [];
  const results: Expression[] = [];
  while (state.sees('WHEN')) {
    const when = state.next();
    const test = state.grammar.expression(state);
    conditions.push(
      state.at(when, 'CASE', () =>
        subject === undefined ? call('and', [test]) && test : call('eq', comparable([subject, test])),
      ),
    );
    state.expect('THEN');
    results.push(state.grammar.expression(state));
  }
  if (conditions.length === 0) throw state.wrong(state.peek(), 'expected WHEN');
  const problem = subject && copyProblem(subject, conditions.length);
  if (problem !== undefined) throw state.refused(token, 'CASE', problem);
  const otherwise = state.accept('ELSE') ? state.grammar.expression(state) : undefined;
  state.expect('END');
  const met = unified(otherwise === undefined ? results : [...results, otherwise]);
  if (met === undefined) throw state.refused(token, 'CASE', 'its results have no common type');
  const branches = conditions.map((when, index) => ({ when, then: met.results[index] ?? literal(null, met.type) }));
  return { kind: 'case', branches, otherwise: otherwise && met.results[results.length], type: met.type };
}
