import { SqlError } from '../sql-error.js';
import { nameOfNode, refused } from './allowed-nodes.js';
import { blank, scanText } from './scan-text.js';
import { constantText, listField, type SyntaxNode, tagged, textField } from './syntax-tree.js';

/** What the plan shows anyway. Every other option must be off: the door knows no costs, and runs nothing. */
const SHOWN_ANYWAY = new Set(['verbose']);
const KNOWN = new Set([
  ...['analyze', 'buffers', 'costs', 'format', 'generic_plan', 'memory'],
  ...['serialize', 'settings', 'summary', 'timing', 'verbose', 'wal'],
]);
const OFF = new Set(['false', 'off', '0', 'none']);

function assertOption(fields: SyntaxNode, place: (byteOffset: number) => number): void {
  const name = textField(fields, 'defname') ?? '';
  if (!KNOWN.has(name)) {
    const position = typeof fields.location === 'number' ? place(fields.location) : undefined;
    throw new SqlError('42601', `unrecognized EXPLAIN option "${name}"`, { position });
  }
  const value = (fields.arg === undefined ? 'true' : (constantText(fields.arg) ?? '')).toLowerCase();
  if (SHOWN_ANYWAY.has(name) || (name === 'format' ? value === 'text' : OFF.has(value))) return;
  const what = name === 'format' ? `FORMAT ${value.toUpperCase()}` : name.toUpperCase();
  throw refused(`EXPLAIN (${what})`, fields.location, place);
}

/** @throws SqlError 0A000 for any EXPLAIN but of a query, and for what its plan could not tell truly; 42601 */
export function assertExplainable(fields: SyntaxNode, place: (byteOffset: number) => number): void {
  const query = tagged(fields.query);
  if (query?.tag !== 'SelectStmt') throw refused(`EXPLAIN of ${nameOfNode(query?.tag ?? '')}`, undefined, place);
  for (const option of listField(fields, 'options')) assertOption(tagged(option)?.fields ?? {}, place);
}

/** The query of an EXPLAIN, with spaces for what stood before it, so that places in it stay what they were. */
export function explainedQuery(text: string): string {
  const [explain, ...rest] = scanText(text);
  let end = explain?.end ?? 0;
  let depth = 0;
  // `(` may open the options or the query; options name no query, and a query begins with none of their names.
  const [first, second] = rest;
  const hasList = first?.text === '(' && second !== undefined && KNOWN.has(second.text.toLowerCase());
  for (const token of rest) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    const isOldOption = !hasList && /^(?:analy[sz]e|verbose)$/iu.test(token.text);
    if (!hasList && !isOldOption) break;
    end = token.end;
    if (hasList && depth === 0) break;
  }
  return blank(text.slice(0, end)) + text.slice(end);
}
