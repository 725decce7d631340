import { buildSchema, DangerousChangeType, findBreakingChanges, findDangerousChanges } from 'graphql';
import type { Contract } from '../../catalog/contract.js';
import type { Problem, Severity } from '../../catalog/problem.js';
import { type ChangePlace, locateChange } from './locate-change.js';

/** What graphql-js calls dangerous although no client can notice: a further filter, a further argument. */
const HARMLESS: ReadonlySet<string> = new Set([
  DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED,
  DangerousChangeType.OPTIONAL_ARG_ADDED,
]);

interface Change {
  readonly severity: Severity;
  readonly description: string;
}

function served(contract: Contract, print: (contract: Contract) => string) {
  return buildSchema(print(contract), { assumeValidSDL: true, assumeValid: true });
}

function changesBetween(before: Contract, after: Contract, print: (contract: Contract) => string): readonly Change[] {
  const oldSchema = served(before, print);
  const newSchema = served(after, print);
  return [
    ...findBreakingChanges(oldSchema, newSchema).map(({ description }) => ({
      severity: 'error' as const,
      description,
    })),
    ...findDangerousChanges(oldSchema, newSchema)
      .filter(({ type }) => !HARMLESS.has(type))
      .map(({ description }) => ({ severity: 'warning' as const, description })),
  ];
}

/**
 * Whether the description is about what authors write: `Flight.delay`, rather than `FlightFilter.delay`. The shortest
 * name is the type itself; what is made from it is longer.
 */
function byDirectness(a: Change, b: Change): number {
  return a.description.length - b.description.length;
}

/**
 * Changes of the served schema that break clients (errors) or may change what they get (warnings). The many that
 * follow from one, such as the filters and groups of a removed field, become one problem.
 */
export function findContractChanges(
  before: Contract,
  after: Contract,
  revision: string,
  print: (contract: Contract) => string,
): readonly Problem[] {
  const groups = new Map<string, { readonly place: ChangePlace; readonly changes: Change[] }>();
  for (const change of changesBetween(before, after, print)) {
    const place = locateChange(change.description, before, after);
    const key = `${change.severity} ${place.subject}`;
    const group = groups.get(key) ?? { place, changes: [] };
    groups.set(key, group);
    group.changes.push(change);
  }
  return [...groups.values()].flatMap(({ place, changes }): readonly Problem[] => {
    const [first, ...rest] = [...changes].sort(byDirectness);
    if (first === undefined) return [];
    const gone = place.isFormer ? ` The place is that of ${revision}.` : '';
    const kind = first.severity === 'error' ? 'Breaking' : 'Dangerous';
    const more =
      rest.length === 0
        ? ''
        : ` ${rest.length} more ${rest.length === 1 ? 'change follows' : 'changes follow'} from it.`;
    return [
      {
        severity: first.severity,
        location: place.location,
        message: `${kind} since ${revision}: ${first.description}${more}${gone}`,
      },
    ];
  });
}
