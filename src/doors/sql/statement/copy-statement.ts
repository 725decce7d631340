import { parseSync } from 'libpg-query';
import { quoteName } from '../analysis/quote.js';
import { SqlError } from '../sql-error.js';
import type { CopyOptions } from '../types/copy-options.js';
import { nameOfNode, refused } from './allowed-nodes.js';
import { blank, scanText } from './scan-text.js';
import { constantText, isObject, listField, type SyntaxNode, tagged, textField } from './syntax-tree.js';

/** COPY … TO STDOUT, taken apart. */
export interface CopyParts {
  /** The query alone, with spaces for what stood before it, so that places in it stay what they were. */
  readonly query: string;
  readonly options: CopyOptions;
  /** Whether places in `query` are places in the client's text; a table's query is not the client's own text. */
  readonly placed: boolean;
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

/** The text between the first parenthesis and its partner. */
function parenthesised(text: string): string {
  let depth = 0;
  let start = 0;
  for (const token of scanText(text)) {
    if (token.text === '(' && depth === 0) start = token.end;
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (token.text === ')' && depth === 0) return blank(text.slice(0, start)) + text.slice(start, token.start);
  }
  throw new SqlError('0A000', 'this form of COPY is not supported');
}

/** Names of a table's parts, outermost first. */
function tableName(relation: SyntaxNode): string {
  return ['catalogname', 'schemaname', 'relname']
    .flatMap((part) => textField(relation, part) ?? [])
    .map(quoteName)
    .join('.');
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}

/** COPY table (columns), as the query that it stands for. */
function queryOfTable(relation: SyntaxNode, attributes: readonly unknown[]): string {
  const columns = attributes.map((attribute) => constantText(attribute) ?? '');
  const twice = repeated(columns);
  if (twice !== undefined) throw new SqlError('42701', `column "${twice}" specified more than once`);
  return `SELECT ${columns.length === 0 ? '*' : columns.map(quoteName).join(', ')} FROM ${tableName(relation)}`;
}

/** @throws SqlError 0A000 or 42501 for any COPY but of a query or a table to the client */
export function assertCopyOut(fields: SyntaxNode): void {
  if (fields.is_program === true || fields.filename !== undefined) {
    throw new SqlError('42501', 'permission denied to COPY to or from a file or program', {
      hint: 'Use COPY … TO STDOUT.',
    });
  }
  if (fields.is_from === true) throw new SqlError('42501', 'COPY FROM is not allowed: the door only reads');
  if (isObject(fields.query) && tagged(fields.query)?.tag !== 'SelectStmt') {
    throw refused(`COPY of ${nameOfNode(tagged(fields.query)?.tag ?? '')}`, undefined, () => 0);
  }
}

/** @throws SqlError 42601, 22023 or 0A000 for options that COPY does not have */
export function copyParts(text: string): CopyParts {
  const { stmts } = parseSync(text) as unknown as { readonly stmts?: readonly SyntaxNode[] };
  const fields = tagged(stmts?.[0]?.stmt)?.fields ?? {};
  assertCopyOut(fields);
  const options = optionsOf(listField(fields, 'options'));
  const { relation } = fields;
  if (!isObject(relation)) return { query: parenthesised(text), options, placed: true };
  return { query: queryOfTable(relation, listField(fields, 'attlist')), options, placed: false };
}
