import { printType } from '../../src/query/types.js';
import type { SqlStatement } from '../../src/sql/statement.js';

const TOKEN = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\s+|[A-Za-z_][A-Za-z_0-9]*|./gsu;
const CLAUSE = new Set(['SELECT', 'FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'OFFSET', 'WITH', 'UNION']);
const JOIN = new Set(['LEFT', 'CROSS', 'INNER', 'RIGHT', 'FULL', 'JOIN', 'SEMI', 'ANTI']);

interface Frame {
  /** A parenthesis around a SELECT, as against one of an expression. */
  readonly isQuery: boolean;
  /** Of the line that the parenthesis opens on. */
  readonly outerIndent: number;
  /** Of its clauses. */
  readonly indent: number;
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
  const frames: Frame[] = [{ isQuery: true, outerIndent: 0, indent: 0, clause: '', inBetween: false }];
  let text = '';
  let lineIndent = 0;
  const breakLine = (indent: number): void => {
    lineIndent = indent;
    text = text === '' ? '' : `${text.trimEnd()}\n${'  '.repeat(indent)}`;
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
      const indent = isQuery ? lineIndent + 1 : frame.indent;
      frames.push({ isQuery, outerIndent: lineIndent, indent, clause: '', inBetween: false });
      text += token;
      return;
    }
    if (token === ')') {
      frames.pop();
      if (frame.isQuery) breakLine(frame.outerIndent);
      text += token;
      return;
    }
    if (frame.isQuery) {
      const previous = tokens.slice(0, index).findLast((candidate) => !/^\s+$/u.test(candidate)) ?? '';
      const followsJoin = JOIN.has(previous);
      if (CLAUSE.has(token) || (JOIN.has(token) && !followsJoin)) {
        breakLine(frame.indent);
        frame.clause = token;
      } else if (token === 'BETWEEN') frame.inBetween = true;
      else if (token === 'AND' && frame.inBetween) frame.inBetween = false;
      else if (token === 'AND' && (frame.clause === 'WHERE' || frame.clause === 'HAVING')) breakLine(frame.indent + 1);
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
