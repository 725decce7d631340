import type { Contract, ContractType, SourceLocation } from '../../catalog/contract.js';
import { madeFrom } from '../../catalog/names.js';

/** What a change of the served schema is about, in terms of the contract. */
export interface ChangePlace {
  readonly location: SourceLocation;
  /** Changes with the same subject have one cause: a field's removal takes it from the filters too. */
  readonly subject: string;
  /** The place is one of the former contract: what stood there is gone. */
  readonly isFormer: boolean;
}

function typeNamed(contract: Contract, name: string): ContractType | undefined {
  const exact = contract.types.find((type) => type.name === name);
  const owners = madeFrom(name);
  return exact ?? contract.types.find((type) => owners.includes(type.name));
}

/** A member under the name that authors gave it: the groups of a relation go by the relation's name. */
function authoredName(type: ContractType, member: string): string {
  const relation = type.fields.find((field) => field.kind === 'relation' && field.groups === member);
  return relation?.name ?? member;
}

function memberLocation(type: ContractType, member: string): SourceLocation | undefined {
  const named = [...type.fields, ...type.measures].find((candidate) => candidate.name === member);
  return named?.location;
}

function ofRootField(contract: Contract, name: string): ContractType | undefined {
  return contract.types.find((type) => [type.singular, type.plural, type.groups].includes(name));
}

/** Words of the description that are names of the schema: `Flight.delay`, or `Flight` alone. */
function coordinate(description: string): { readonly type: string; readonly member: string | undefined } {
  const pair = /\b([_A-Za-z]\w*)\.([_A-Za-z]\w*)/.exec(description);
  if (pair !== null) return { type: pair[1] ?? '', member: pair[2] };
  return { type: /^"?([_A-Za-z]\w*)/.exec(description)?.[1] ?? '', member: undefined };
}

/**
 * The place in the contract to look at for a change that graphql-js describes: the field where it still is, else its
 * type, else where it was before.
 */
export function locateChange(description: string, before: Contract, after: Contract): ChangePlace {
  const { type: typeName, member } = coordinate(description);
  for (const contract of [after, before]) {
    const root = typeName === 'Query' && member !== undefined ? ofRootField(contract, member) : undefined;
    const type = root ?? typeNamed(contract, typeName);
    if (type === undefined) continue;
    const isFormer = contract === before;
    if (root !== undefined || member === undefined) return { location: type.location, subject: type.name, isFormer };
    const former = typeNamed(before, typeName) ?? type;
    const name = [type, former].map((owner) => authoredName(owner, member)).find((given) => given !== member) ?? member;
    return { location: memberLocation(type, name) ?? type.location, subject: `${type.name}.${name}`, isFormer };
  }
  const query = after.queryFields.find((field) => typeName === 'Query' && field.name === member);
  const location = query?.location ??
    (after.types[0] ?? before.types[0])?.location ?? { file: 'schema', line: 1, column: 1 };
  return { location, subject: member === undefined ? typeName : `${typeName}.${member}`, isFormer: false };
}
