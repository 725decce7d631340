import { type FieldDefinitionNode, type InputValueDefinitionNode, Kind } from 'graphql';
import type { Contract, SourceLocation } from '../../../../catalog/contract.js';
import { isScalarName } from '../scalars.js';
import { readResolverField } from '../sdl/read-resolver-field.js';
import type { SupportingDefinition } from '../sdl/read-supporting-types.js';
import { namedTypeOf } from '../sdl/type-references.js';
import type { SchemaProblem } from './schema-problem.js';

type Role = 'output' | 'input' | 'both';

/** References to types that the contract does not have, or that cannot stand where they do. */
export function typeReferenceProblems(
  contract: Contract,
  definitions: readonly SupportingDefinition[],
): readonly SchemaProblem[] {
  const roles = new Map<string, Role>(definitions.map((definition) => [definition.name.value, roleOf(definition)]));
  for (const type of contract.types) roles.set(type.name, 'output');
  const check = (name: string, role: Role, where: string, location?: SourceLocation): readonly SchemaProblem[] => {
    const found = isScalarName(name) ? 'both' : roles.get(name);
    if (found === role || found === 'both') return [];
    const fault = found === undefined ? 'is not a type of the contract' : `is for ${found} only`;
    return [{ message: `${where} has the type ${name}, which ${fault}.`, location }];
  };
  const checkField = (field: FieldDefinitionNode, where: string, location?: SourceLocation) => [
    ...check(namedTypeOf(field.type), 'output', where, location),
    ...(field.arguments ?? []).flatMap((argument) => checkInput(argument, where, location)),
  ];
  const checkInput = (input: InputValueDefinitionNode, owner: string, location?: SourceLocation) =>
    check(namedTypeOf(input.type), 'input', `${owner}, ${input.name.value},`, location);
  return [
    ...contract.types.flatMap((type) =>
      type.fields.flatMap((field) => {
        const where = `${type.name}.${field.name}`;
        if (field.kind === 'relation') return check(field.target, 'output', where, field.location);
        return field.kind === 'resolver' ? checkField(readResolverField(field), where, field.location) : [];
      }),
    ),
    ...contract.queryFields.flatMap((field) =>
      checkField(readResolverField(field), `Query.${field.name}`, field.location),
    ),
    ...definitions.flatMap((definition) => {
      const { name } = definition;
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
        return (definition.fields ?? []).flatMap((field) => checkField(field, `${name.value}.${field.name.value}`));
      }
      if (definition.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return [];
      return (definition.fields ?? []).flatMap((field) => checkInput(field, name.value));
    }),
  ];
}

function roleOf(definition: SupportingDefinition): Role {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
      return 'output';
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return 'input';
    case Kind.ENUM_TYPE_DEFINITION:
    case Kind.SCALAR_TYPE_DEFINITION:
      return 'both';
  }
}
