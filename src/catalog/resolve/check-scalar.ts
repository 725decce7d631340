import type { ASTNode } from 'graphql';
import { type DataType, printType } from '../../query/types.js';
import type { GraphQLScalarName } from '../contract.js';
import type { Report } from '../problem.js';
import { locationOf } from '../sdl/location.js';
import { listNames } from '../sdl/suggest.js';
import { fittingScalars } from './scalar-fit.js';

/** Reports a scalar that cannot carry the values of `type`. `subject` starts the sentence. */
export function checkScalar(
  subject: string,
  scalar: GraphQLScalarName,
  type: DataType,
  node: ASTNode,
  report: Report,
): void {
  const fitting = fittingScalars(type);
  if (fitting.includes(scalar)) return;
  const hint =
    fitting.length === 0 ? 'Cast it to the type that is meant.' : `Write ${listNames(fitting, 'or')} in its place.`;
  report(locationOf(node), `${subject} is ${printType(type)}, which ${scalar} cannot carry. ${hint}`);
}
