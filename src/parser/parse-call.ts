import { aggregateCall, call } from '../functions/registry.js';
import type { Expression } from '../query/expression.js';
import { AGGREGATE_FUNCTIONS } from './builtin-functions.js';
import { loweringOf, median } from './lower-call.js';
import { readName } from './parse-name.js';
import type { ParserState } from './parser-state.js';
import { copyProblem } from './repeatable.js';
import type { Token } from './token.js';

/** A call; the cursor stands at the name, an opening parenthesis follows. */
export function parseCall(state: ParserState): Expression {
  const name = state.next();
  const key = name.text.toLowerCase();
  const construct = `function "${name.text}"`;
  if (key === 'measure' && state.scope.measure !== undefined) return parseMeasure(state, name);
  const aggregate = AGGREGATE_FUNCTIONS.get(key);
  if (aggregate !== undefined || key === 'median') return parseAggregate(state, name, aggregate ?? key);
  const lowering = loweringOf(key);
  if (lowering === undefined) throw state.refused(name, construct);
  state.expect('(');
  const args = key === 'position' ? parsePosition(state) : parseArguments(state);
  if (state.sees('OVER')) throw state.refused(state.peek(), 'window function');
  return state.at(name, construct, () => {
    const lowered = lowering(args);
    if (typeof lowered === 'string') throw state.refused(name, construct, lowered);
    return lowered;
  });
}

/** Arguments up to and with the closing parenthesis; the opening one is taken. */
function parseArguments(state: ParserState): readonly Expression[] {
  const args: Expression[] = [];
  if (state.accept(')')) return args;
  do {
    if (state.sees('DISTINCT')) throw state.refused(state.peek(), 'DISTINCT in a scalar function');
    if (state.peek(1).key === '=>') throw state.refused(state.peek(), 'named argument');
    args.push(state.nested(() => state.grammar.expression(state)));
    if (state.sees('->')) throw state.refused(state.peek(), 'lambda');
  } while (state.accept(','));
  state.expect(')');
  return args;
}

/** `position(a, b)` or `position(a IN b)`. */
function parsePosition(state: ParserState): readonly Expression[] {
  const first = state.nested(() => state.grammar.value(state));
  if (!state.accept('IN')) state.expect(',');
  const second = state.nested(() => state.grammar.value(state));
  if (state.sees(',')) throw state.refused(state.peek(), 'function "position"', 'a start position is not mapped');
  state.expect(')');
  return [first, second];
}

/** `MEASURE(name)` of a metric view: the measure's own expression. */
function parseMeasure(state: ParserState, name: Token): Expression {
  const construct = `function "${name.text}"`;
  if (!state.measuresAllowed || state.queries.length > 0) {
    throw state.refused(name, construct, 'a measure cannot stand here');
  }
  state.expect('(');
  const token = state.peek();
  const parts = readName(state);
  state.expect(')');
  if (state.sees('OVER')) throw state.refused(state.peek(), 'window function');
  const found = parts.length === 1 ? state.scope.measure?.(parts[0] ?? '') : undefined;
  if (found === undefined) throw state.wrong(token, 'there is no such measure here', `measure "${parts.join('.')}"`);
  const problem = copyProblem(found, 1);
  if (problem !== undefined) throw state.refused(token, `measure "${parts.join('.')}"`, 'it is too large');
  return found;
}

function parseAggregate(state: ParserState, name: Token, id: string): Expression {
  const construct = `aggregate "${name.text}"`;
  if (!state.aggregatesAllowed) throw state.refused(name, construct, 'an aggregate cannot stand here');
  state.expect('(');
  const distinct = state.accept('DISTINCT');
  if (!distinct) state.accept('ALL');
  // No aggregate inside of another.
  const measuresAllowed = state.measuresAllowed;
  state.aggregatesAllowed = false;
  state.measuresAllowed = false;
  const star = id === 'count' && !distinct && state.accept('*');
  if (star) state.expect(')');
  const args = star ? [] : parseArguments(state);
  const filter = state.sees('FILTER', '(', 'WHERE') ? parseFilter(state) : undefined;
  state.aggregatesAllowed = true;
  state.measuresAllowed = measuresAllowed;
  if (state.sees('OVER')) throw state.refused(state.peek(), 'window function');
  if (state.sees('WITHIN')) throw state.refused(state.peek(), 'WITHIN GROUP');
  // Databricks' count(a, b) counts rows where none is NULL, and count() is an error.
  const isCount = id === 'count' && !star;
  if (isCount && args.length !== 1) throw state.refused(name, construct, 'it takes one argument or *');
  return state.at(name, construct, () => {
    const [first] = args;
    if (id !== 'median') return aggregateCall(id, args, { distinct, filter });
    if (first === undefined || args.length > 1 || distinct)
      throw state.refused(name, construct, 'it takes one argument');
    return median(first, filter);
  });
}

function parseFilter(state: ParserState): Expression {
  state.expect('FILTER');
  state.expect('(');
  const where = state.expect('WHERE');
  const filter = state.nested(() => state.grammar.expression(state));
  state.expect(')');
  // Resolved like a WHERE: it must be a condition.
  return state.at(where, 'FILTER', () => call('and', [filter]).arguments[0] ?? filter);
}
