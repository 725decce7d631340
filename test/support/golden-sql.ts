import type { SqlStatement } from '../../src/sql/statement.js';
import { printType } from '../../src/query/types.js';

const TOKEN = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\s+|[A-Za-z_][A-Za-z_0-9]*|./gsu;
const CLAUSE = new Set(['SELECT', 'FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'OFFSET', 'WITH', 'UNION']);
const JOIN = new Set(['LEFT', 'CROSS', 'INNER', 'RIGHT', 'FULL', 'JOIN', 'SEMI', 'ANTI']);

interface Frame {
  /** A parenthesis around a SELECT, as against one of an expression. */
  readonly isQuery: boolean;
  clause: string;
  inBetween: boolean;
}

function tokensOf(sql: string): readonly string[] {
  return sql.match(TOKEN) ?? [];
}

/**
 * SQL with each clause, join and condition of a WHERE on a line of its own. Only white space between tokens changes.
 */
export function layOutSql(sql: string): string {
  const tokens = tokensOf(sql);
  const frames: Frame[] = [{ isQuery: true, clause: '', inBetween: false }];
  let text = '';
  const breakLine = (extra = 0): void => {
    const depth = frames.filter((frame) => frame.isQuery).length - 1 + extra;
    text = text === '' ? '' : `${text.trimEnd()}\n${'  '.repeat(depth)}`;
  };
  tokens.forEach((token, index) => {
    const frame = frames.at(-1);
    if (frame === undefined) throw new Error('Parentheses do not match.');
    if (/^\s+$/u.test(token)) {
      if (!/\s$/u.test(text)) text += ' ';
      return;
    }
    if (token === '(') {
      const isQuery = tokens[index + 1] === 'SELECT' || tokens[index + 1] === 'WITH';
      frames.push({ isQuery, clause: '', inBetween: false });
      text += token;
      return;
    }
    if (token === ')') {
      frames.pop();
      if (frame.isQuery) breakLine();
      text += token;
      return;
    }
    if (frame.isQuery) {
      const previous = tokens.slice(0, index).findLast((candidate) => !/^\s+$/u.test(candidate)) ?? '';
      const followsJoin = JOIN.has(previous);
      if (CLAUSE.has(token) || (JOIN.has(token) && !followsJoin)) {
        breakLine();
        frame.clause = token;
      } else if (token === 'BETWEEN') frame.inBetween = true;
      else if (token === 'AND' && frame.inBetween) frame.inBetween = false;
      else if (token === 'AND' && (frame.clause === 'WHERE' || frame.clause === 'HAVING')) breakLine(1);
    }
    text += token;
  });
  const before = tokensOf(sql).filter((token) => !/^\s+$/u.test(token));
  const after = tokensOf(text).filter((token) => !/^\s+$/u.test(token));
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error('The layout changed a token.');
  return text;
}

function literal(value: unknown): string {
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** A statement for review: its text laid out, its parameters below as comments. */
export function printGoldenStatement({ text, parameters }: SqlStatement): string {
  const comments = parameters.map(
    (parameter, index) => `-- $${index + 1}: ${printType(parameter.type)} = ${literal(parameter.value)}`,
  );
  return [`${layOutSql(text)};`, ...comments, ''].join('\n');
}
