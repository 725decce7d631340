import type { Contract, SourceLocation } from '../../../../catalog/contract.js';
import {
  DATE_BUCKET_NAME,
  namesClaimedBy,
  ORDER_DIRECTION_NAME,
  PAGE_INFO_NAME,
  QUERY_NAME,
  scalarFilterName,
} from '../names.js';
import { SCALAR_NAMES } from '../scalars.js';
import type { SupportingDefinition } from '../sdl/read-supporting-types.js';
import type { SchemaProblem } from './schema-problem.js';

const GATEWAY_NAMES: readonly string[] = [
  QUERY_NAME,
  // Not made today, but a row type of this name would be taken for the root type of GraphQL.
  'Mutation',
  'Subscription',
  PAGE_INFO_NAME,
  ORDER_DIRECTION_NAME,
  DATE_BUCKET_NAME,
  ...SCALAR_NAMES,
  ...SCALAR_NAMES.map(scalarFilterName),
];

/** Type names that two owners claim, and names that GraphQL reserves. */
export function typeNameProblems(
  contract: Contract,
  definitions: readonly SupportingDefinition[],
): readonly SchemaProblem[] {
  const owners = new Map(GATEWAY_NAMES.map((name) => [name, 'the gateway itself']));
  const problems: SchemaProblem[] = [];
  const claim = (name: string, owner: string, location: SourceLocation | undefined): void => {
    const other = owners.get(name);
    if (other === undefined) owners.set(name, owner);
    else
      problems.push({ message: `The type name ${name} is taken by ${other} and by ${owner}: rename one.`, location });
    if (name.startsWith('__'))
      problems.push({ message: `The type name ${name} starts with "__": rename it.`, location });
  };
  for (const { name, location } of contract.types) {
    for (const claimed of namesClaimedBy(name)) {
      claim(claimed, claimed === name ? `type ${name}` : `what is made for type ${name}`, location);
    }
  }
  for (const definition of definitions)
    claim(definition.name.value, `supporting type ${definition.name.value}`, undefined);
  return problems;
}
