import type { DataType } from '../query/types.js';
import type { Spelling } from './definition.js';

/**
 * How an aggregate is written: the engine's own name and arguments, and what stands around that call (a cast of the
 * result, brackets of JSON). Kept apart, since DISTINCT, ORDER BY and FILTER belong to the inner call.
 */
export interface AggregateSpelling {
  readonly name: string;
  readonly arguments: (args: readonly string[], types: readonly DataType[]) => readonly string[];
  readonly around: (call: string, result: DataType) => string;
}

/** Text of the call with its clauses; safe as an operand. */
export function spellAggregate(parts: AggregateSpelling): Spelling {
  return (args, types, result, { distinct, orderBy, filter }) => {
    const printed = parts.arguments(args, types).join(', ');
    return parts.around(`${parts.name}(${distinct}${printed}${orderBy})${filter}`, result);
  };
}
