import { INT64 } from '../../query/types.js';
import { define, everywhere, example, named, type RegisteredFunction } from '../define.js';

/** Positions in the window's order, from 1. The printer puts OVER behind the call. */
function position(id: string): RegisteredFunction {
  return define({
    id,
    kind: 'window',
    resolve: (types) => (types.length === 0 ? INT64 : undefined),
    nulls: 'called',
    total: true,
    spelling: everywhere(named(id)),
    cases: [example(1n)],
  });
}

export const windowFunctions: readonly RegisteredFunction[] = ['row_number', 'rank', 'dense_rank'].map(position);
