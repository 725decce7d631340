import { loadModule, parseSync } from 'libpg-query';
import type { ParsedStatement } from '../border.js';
import { SqlError } from '../sql-error.js';
import { classify, type StatementSlice } from './classify.js';
import { assertReadable } from './gate-tree.js';
import { characterCount, scanText } from './scan-text.js';
import { isObject, type SyntaxNode } from './syntax-tree.js';
import { checkText, type TextCaps } from './text-caps.js';

/** Postgres's own grammar; loaded once, before the first statement. */
await loadModule();

/** What libpg-query tells of a fault: a 0-based character position. */
function syntaxError(thrown: unknown): SqlError {
  // A chain of operators makes a tree as deep as it is long.
  if (thrown instanceof RangeError || (thrown instanceof Error && thrown.message.startsWith('memory exhausted'))) {
    return new SqlError('54001', 'the statement is nested too deeply', { cause: thrown });
  }
  const details: unknown = thrown instanceof Error && 'sqlDetails' in thrown ? thrown.sqlDetails : undefined;
  const place = isObject(details) ? details.cursorPosition : undefined;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new SqlError('42601', message, { position: typeof place === 'number' ? place + 1 : undefined, cause: thrown });
}

function parseTree(text: string): readonly SyntaxNode[] {
  try {
    const { stmts } = parseSync(text) as unknown as { readonly stmts?: readonly SyntaxNode[] };
    return stmts ?? [];
  } catch (error) {
    throw syntaxError(error);
  }
}

/** The end of a statement's text behind a keyword that stands outside all parentheses. */
function behindWord(text: string, word: string): string {
  let depth = 0;
  for (const token of scanText(text)) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth === 0 && token.isKeyword && token.text.toLowerCase() === word) return text.slice(token.end);
  }
  throw new SqlError('XX000', 'the statement cannot be taken apart');
}

function sliceOf(statement: SyntaxNode, bytes: Buffer): StatementSlice {
  const from = Number(statement.stmt_location ?? 0);
  const length = Number(statement.stmt_len ?? 0);
  const raw = bytes.toString('utf8', from, length === 0 ? bytes.length : from + length);
  const text = raw.trimStart();
  const place = (byteOffset: number) => characterCount(bytes.toString('utf8', 0, byteOffset)) + 1;
  const offset = place(from) - 1 + characterCount(raw) - characterCount(text);
  return {
    text,
    offset,
    place,
    behind: (word) => {
      const rest = behindWord(text, word);
      return { text: rest, offset: offset + characterCount(text) - characterCount(rest) };
    },
  };
}

/**
 * Splits a query string and says what each statement is.
 * @throws SqlError 42601 for a fault of syntax, 0A000 or 42501 for what the door does not take, 54000 or 54001 past a cap
 */
export function parseStatements(text: string, caps: TextCaps): readonly ParsedStatement[] {
  checkText(text, caps);
  // libpg-query takes an empty text for a mistake.
  if (text.trim() === '') return [{ kind: 'empty', text: '', offset: 0 }];
  const statements = parseTree(text);
  if (statements.length === 0) return [{ kind: 'empty', text: '', offset: 0 }];
  const bytes = Buffer.from(text);
  return statements.map((statement) => {
    assertReadable(statement.stmt);
    return classify(statement.stmt, sliceOf(statement, bytes));
  });
}
