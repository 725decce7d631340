import { call } from '../functions/registry.js';
import type { Expression } from '../query/expression.js';
import { BARE_FUNCTIONS } from './builtin-functions.js';
import { RESERVED } from './keywords.js';
import type { ParserState } from './parser-state.js';
import { columnsNamed } from './scope.js';
import type { Token } from './token.js';

const MAX_NAME_PARTS = 8;

/** Dotted parts of a name, in backticks or bare. */
export function readName(state: ParserState): readonly string[] {
  const parts: string[] = [];
  do {
    const part = state.next();
    const isName = part.kind === 'quoted' || (part.kind === 'word' && (parts.length > 0 || !RESERVED.has(part.key)));
    if (!isName) throw state.wrong(part, 'expected a name');
    if (parts.length >= MAX_NAME_PARTS) throw state.wrong(part, `a name has at most ${MAX_NAME_PARTS} parts`);
    parts.push(part.text);
  } while (state.accept('.'));
  return parts;
}

/**
 * A column: of the innermost sub-query's tables, else of the enclosing ones outward, else of the scope. A bare
 * `user` and its like are functions only where no column has the name.
 */
export function parseName(state: ParserState): Expression {
  const token = state.peek();
  const parts = readName(state);
  if (state.sees('->')) throw state.refused(token, 'lambda');
  const bare = parts.length === 1 && token.kind === 'word' ? BARE_FUNCTIONS.get(token.text.toLowerCase()) : undefined;
  const found = resolve(state, token, parts, bare !== undefined);
  if (found !== undefined) return found;
  if (bare !== undefined) return state.at(token, `function "${token.text}"`, () => call(bare, []));
  throw state.wrong(token, 'there is no such column here', `column "${parts.join('.')}"`);
}

function resolve(
  state: ParserState,
  token: Token,
  parts: readonly string[],
  maybeFunction: boolean,
): Expression | undefined {
  for (let level = state.queries.length - 1; level >= 0; level -= 1) {
    const found = columnsNamed(state.queries[level] ?? [], parts);
    const [column] = found;
    if (found.length > 1) throw state.wrong(token, 'it is in more than one table', `column "${parts.join('.')}"`);
    if (column !== undefined)
      return checkedLevel(state, token, column, maybeFunction && level < state.queries.length - 1);
  }
  const outer = state.scope.column(parts);
  return outer && checkedLevel(state, token, outer, maybeFunction && state.queries.length > 0);
}

/** Whether an outer column or the function goes first is the engine's secret: say so rather than guess. */
function checkedLevel(state: ParserState, token: Token, column: Expression, doubtful: boolean): Expression {
  if (!doubtful) return column;
  throw state.wrong(token, 'it may be an outer column or the function: qualify it, or write its parentheses');
}
