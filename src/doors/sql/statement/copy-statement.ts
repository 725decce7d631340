import { parseSync } from 'libpg-query';
import { SqlError } from '../sql-error.js';
import type { CopyOptions } from '../types/copy-options.js';
import { constantText, isObject, listField, type SyntaxNode, tagged, textField } from './syntax-tree.js';

/** COPY (query) TO STDOUT, taken apart. */
export interface CopyParts {
  /** The query alone, with spaces for what stood before it, so that places in it stay what they were. */
  readonly query: string;
  readonly options: CopyOptions;
}

export function isCopy(text: string): boolean {
  return /^\s*copy\b/iu.test(text);
}

/** A DefElem's value; an option that stands alone means true. */
function optionText(argument: unknown): string {
  if (argument === undefined) return 'true';
  const node = tagged(argument);
  if (node?.tag === 'Boolean') return String(node.fields.boolval ?? false);
  if (node?.tag === 'A_Star') return '*';
  return constantText(argument) ?? '';
}

function columnNames(argument: unknown): readonly string[] | '*' {
  const node = tagged(argument);
  if (node?.tag === 'A_Star') return '*';
  return listField(node?.fields ?? {}, 'items').map((item) => constantText(item) ?? '');
}

function optionsOf(elements: readonly unknown[]): CopyOptions {
  const given = new Map<string, unknown>();
  for (const element of elements) {
    const fields = tagged(element)?.fields ?? {};
    const name = textField(fields, 'defname') ?? '';
    if (given.has(name)) throw new SqlError('42601', 'conflicting or redundant options');
    given.set(name, fields.arg);
  }
  const text = (name: string) => (given.has(name) ? optionText(given.get(name)) : undefined);
  const known = ['format', 'delimiter', 'null', 'header', 'quote', 'escape', 'force_quote', 'encoding'];
  const unknown = [...given.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw new SqlError('0A000', `COPY option "${unknown}" is not supported`);
  const format = (text('format') ?? 'text').toLowerCase();
  if (format !== 'text' && format !== 'csv' && format !== 'binary') {
    throw new SqlError('22023', `COPY format "${format}" not recognized`);
  }
  const header = text('header')?.toLowerCase();
  return {
    format,
    delimiter: text('delimiter'),
    nullText: text('null'),
    header: header === undefined ? undefined : ['true', 'on', '1'].includes(header),
    quote: text('quote'),
    escape: text('escape'),
    forceQuote: given.has('force_quote') ? columnNames(given.get('force_quote')) : undefined,
    encoding: text('encoding'),
  };
}

/** The text between a statement's first parenthesis and its partner. */
function parenthesised(text: string): string {
  const start = text.indexOf('(');
  const end = /^(?:'(?:[^']|'')*'|"(?:[^"]|"")*"|[^'"])*\)\s*to\s+stdout/isu.exec(text)?.[0].lastIndexOf(')') ?? -1;
  if (start < 0 || end < start) throw new SqlError('0A000', 'this form of COPY is not supported');
  return ' '.repeat(start + 1) + text.slice(start + 1, end);
}

/** @throws SqlError 0A000 or 42501 for any COPY but of a query to the client */
export function assertCopyOut(fields: SyntaxNode): void {
  if (fields.is_program === true || fields.filename !== undefined) {
    throw new SqlError('42501', 'permission denied to COPY to or from a file or program', {
      hint: 'Use COPY (SELECT …) TO STDOUT.',
    });
  }
  if (fields.is_from === true) throw new SqlError('42501', 'COPY FROM is not allowed: the door only reads');
  if (!isObject(fields.query)) {
    throw new SqlError('0A000', 'COPY of a table is not supported', { hint: 'Use COPY (SELECT …) TO STDOUT.' });
  }
}

/** @throws SqlError 42601, 22023 or 0A000 for options that COPY does not have */
export function copyParts(text: string): CopyParts {
  const { stmts } = parseSync(text) as unknown as { readonly stmts?: readonly SyntaxNode[] };
  const fields = tagged(stmts?.[0]?.stmt)?.fields ?? {};
  assertCopyOut(fields);
  return { query: parenthesised(text), options: optionsOf(listField(fields, 'options')) };
}
