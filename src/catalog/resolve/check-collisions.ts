import type { Contract, ContractType, SourceLocation } from '../contract.js';
import { isReservedType, madeFrom } from '../names.js';
import type { Report } from '../problem.js';

interface Claim {
  readonly owner: string;
  readonly location: SourceLocation;
}

/** Reports type names that the served schema needs for itself. */
export function checkTypeName(
  name: string,
  location: SourceLocation,
  tableTypes: ReadonlySet<string>,
  report: Report,
): void {
  if (isReservedType(name)) {
    report(location, `Type name "${name}" is one of the gateway's own. Choose another name.`);
    return;
  }
  const owner = madeFrom(name).find((candidate) => tableTypes.has(candidate));
  if (owner !== undefined) {
    report(location, `Type name "${name}" is one that the gateway makes for type "${owner}". Choose another name.`);
  }
}

function checkRootFields(
  types: readonly ContractType[],
  contract: Pick<Contract, 'queryFields'>,
  report: Report,
): void {
  const claims = new Map<string, Claim>();
  const claim = (name: string, { owner, location }: Claim, mend: string) => {
    const earlier = claims.get(name);
    if (earlier === undefined) claims.set(name, { owner, location });
    else report(location, `Query field "${name}" of ${owner} is taken by ${earlier.owner}. ${mend}`);
  };
  for (const type of types) {
    const own = { owner: `type "${type.name}"`, location: type.location };
    claim(type.singular, own, 'Rename one of the types.');
    claim(type.plural, own, 'Give another name with @table(plural: "…").');
    claim(type.groups, own, 'Rename one of the types.');
  }
  for (const field of contract.queryFields) {
    claim(field.name, { owner: `the field of "extend type Query"`, location: field.location }, 'Rename the field.');
  }
}

function checkGroupFields(type: ContractType, report: Report): void {
  const taken = new Map(type.fields.map((field) => [field.name, `field "${type.name}.${field.name}"`]));
  for (const field of type.fields) {
    if (field.kind !== 'relation' || field.groups === undefined) continue;
    const other = taken.get(field.groups);
    if (other !== undefined) {
      report(
        field.location,
        `Field "${type.name}.${field.name}" brings a grouping field "${field.groups}", which is taken by ${other}. Rename one of the two.`,
      );
    }
    taken.set(field.groups, `the groups of "${type.name}.${field.name}"`);
  }
}

/** Reports fields that would bear the same name in the served schema. */
export function checkCollisions(contract: Pick<Contract, 'types' | 'queryFields'>, report: Report): void {
  checkRootFields(contract.types, contract, report);
  for (const type of contract.types) checkGroupFields(type, report);
}
