/** Reasons why something has no exact form on MySQL or MariaDB, and what each concerns. */
export type Refusals = Readonly<Record<string, readonly string[]>>;

/** Functions of the registry that have no spelling. */
export const REFUSED_FUNCTIONS: Refusals = {};

/** Functions some of whose cases' values or types do not exist there. */
export const REFUSED_CASES: Refusals = {};

export function concerned(refusals: Refusals): readonly string[] {
  return Object.values(refusals).flat().sort();
}

export function described(refusals: Refusals): string {
  return Object.entries(refusals)
    .map(([reason, ids]) => `  ${reason}: ${ids.join(', ')}`)
    .join('\n');
}
