import { type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import { locationOf } from '../sdl/location.js';

/** A field's type taken apart: `[Flight!]!` is a list of Flight whose items and itself are required. */
export interface FieldShape {
  readonly typeName: string;
  readonly required: boolean;
  readonly list: { readonly itemRequired: boolean; readonly nested: boolean } | undefined;
}

function unwrap(type: TypeNode): { readonly type: TypeNode; readonly required: boolean } {
  return type.kind === Kind.NON_NULL_TYPE ? { type: type.type, required: true } : { type, required: false };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

export function shapeOf(type: TypeNode): FieldShape {
  const outer = unwrap(type);
  const typeName = namedType(type);
  if (outer.type.kind !== Kind.LIST_TYPE) return { typeName, required: outer.required, list: undefined };
  const item = unwrap(outer.type.type);
  const list = { itemRequired: item.required, nested: item.type.kind === Kind.LIST_TYPE };
  return { typeName, required: outer.required, list };
}

/** What every kind of field has: its name, texts and place. */
export function fieldBase(node: FieldDefinitionNode) {
  const deprecated = node.directives?.find((directive) => directive.name.value === 'deprecated');
  const reason = deprecated?.arguments?.find((argument) => argument.name.value === 'reason')?.value;
  return {
    name: node.name.value,
    description: node.description?.value,
    deprecationReason:
      deprecated === undefined ? undefined : reason?.kind === Kind.STRING ? reason.value : 'No longer supported',
    location: locationOf(node),
  };
}
