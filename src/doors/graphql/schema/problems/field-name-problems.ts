import type { Contract, ContractType, SourceLocation } from '../../../../catalog/contract.js';
import { FILTER_COMBINATORS } from '../names.js';
import type { SchemaProblem } from './schema-problem.js';

interface NamedPlace {
  readonly name: string;
  readonly location: SourceLocation;
}

/** Field names that are taken twice within a type or within Query, or that are reserved. */
export function fieldNameProblems(contract: Contract): readonly SchemaProblem[] {
  const roots = contract.types.flatMap(({ plural, singular, groups, location }) =>
    [plural, singular, groups].map((name) => ({ name, location })),
  );
  return [
    ...duplicates('Query', 'field', [...roots, ...contract.queryFields]),
    ...contract.types.flatMap((type) => [
      ...duplicates(type.name, 'field', fieldPlaces(type)),
      ...duplicates(type.name, 'measure', type.measures),
      ...combinatorClashes(type),
    ]),
  ];
}

/** Fields, and the grouping fields that stand beside to-many relations. */
function fieldPlaces(type: ContractType): readonly NamedPlace[] {
  return type.fields.flatMap((field) =>
    field.kind === 'relation' && field.groups !== undefined
      ? [field, { name: field.groups, location: field.location }]
      : [field],
  );
}

function duplicates(owner: string, what: string, places: readonly NamedPlace[]): readonly SchemaProblem[] {
  const seen = new Set<string>();
  const problems: SchemaProblem[] = [];
  for (const { name, location } of places) {
    if (seen.has(name)) problems.push({ message: `${owner} has the ${what} ${name} twice: rename one.`, location });
    if (name.startsWith('__')) {
      problems.push({ message: `The ${what} ${owner}.${name} starts with "__": rename it.`, location });
    }
    seen.add(name);
  }
  return problems;
}

function combinatorClashes(type: ContractType): readonly SchemaProblem[] {
  return type.fields
    .filter((field) => field.kind !== 'resolver' && field.kind !== 'model' && FILTER_COMBINATORS.includes(field.name))
    .map(({ name, location }) => ({
      message: `${type.name}.${name} bears the name of a filter's combinator (${FILTER_COMBINATORS.join(', ')}): rename it.`,
      location,
    }));
}
