import { type FieldDefinitionNode, print } from 'graphql';
import type { ContractField, ResolverField } from '../contract.js';
import type { Report } from '../problem.js';
import { argumentNode, directiveUses } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { suggest } from '../sdl/suggest.js';
import { fieldBase } from './field-shape.js';
import type { TypeScope } from './type-scope.js';

/** The field's SDL without its own texts and directives, which the contract carries beside it. */
export function printField(node: FieldDefinitionNode): string {
  return print({ kind: node.kind, name: node.name, type: node.type, arguments: node.arguments ?? [] });
}

/** Field names of `@requires`, in order; none if the directive is absent or does not fit. */
function requiredFields(node: FieldDefinitionNode, report: Report): readonly string[] {
  const [use] = directiveUses(node.directives ?? [], 'requires', report);
  return use?.arguments.fields.split(/[\s,]+/).filter((name) => name !== '') ?? [];
}

/** A field that a hand-written resolver answers. */
export function resolveResolverField(node: FieldDefinitionNode, report: Report): ResolverField {
  return { kind: 'resolver', ...fieldBase(node), sdl: printField(node), requires: requiredFields(node, report) };
}

/** `@requires` may name column fields of the same type. */
export function checkRequires(scope: TypeScope, fields: readonly ContractField[], report: Report): void {
  const readable = fields.filter((field) => field.kind === 'column').map(({ name }) => name);
  for (const field of fields) {
    if (field.kind !== 'resolver') continue;
    const node = scope.declaration.fields.find((candidate) => candidate.name.value === field.name);
    const use = node?.directives?.find((directive) => directive.name.value === 'requires');
    for (const name of field.requires) {
      if (readable.includes(name) || use === undefined) continue;
      report(
        locationOf(argumentNode(use, 'fields')),
        `Field "${scope.declaration.name}.${field.name}" requires "${name}", which is no column field of ${scope.declaration.name}.${suggest(name, readable)}`,
      );
    }
  }
}
