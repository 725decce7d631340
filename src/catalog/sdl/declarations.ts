import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import type { SourceLocation } from '../contract.js';
import type { Report } from '../problem.js';
import { comparedWithBuiltIn } from './built-in.js';
import { locationOf } from './location.js';

/** A type that stands for a table: its definition and all extensions in one. */
export interface TypeDeclaration {
  readonly name: string;
  readonly description: string | undefined;
  readonly directives: readonly ConstDirectiveNode[];
  readonly fields: readonly FieldDefinitionNode[];
  readonly location: SourceLocation;
}

/** What schema/ declares, sorted by what it is for. */
export interface Declarations {
  readonly types: readonly TypeDeclaration[];
  readonly queryFields: readonly FieldDefinitionNode[];
  /** Types that resolver fields use, and extensions of them. */
  readonly supporting: readonly DefinitionNode[];
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

function isObject(node: DefinitionNode): node is ObjectNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION;
}

function isTable(node: DefinitionNode): boolean {
  return isObject(node) && (node.directives ?? []).some((directive) => directive.name.value === 'table');
}

/** What is wrong with a definition as such, or undefined if it may stay. */
function objection(node: DefinitionNode): string | undefined {
  if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION) {
    return 'The gateway makes the schema definition itself. Remove it; root fields of your own go into "extend type Query".';
  }
  if (node.kind === Kind.DIRECTIVE_DEFINITION) {
    return `Directive "@${node.name.value}" is none of the gateway's, and would have no effect. Remove its definition and its uses.`;
  }
  if (isObject(node) && (node.name.value === 'Mutation' || node.name.value === 'Subscription')) {
    return `The gateway reads only: type "${node.name.value}" is not supported. Remove it.`;
  }
  return undefined;
}

/** Leaves out what repeats the built-in directives and scalars, and reports what may not be in a contract. */
export function ownDefinitions(definitions: readonly DefinitionNode[], report: Report): readonly DefinitionNode[] {
  return definitions.filter((node) => {
    const compared = comparedWithBuiltIn(node);
    if (compared === 'same') return false;
    const fault =
      compared === 'different'
        ? 'This definition differs from the one that this version of the gateway reads. Write schema/directives.graphql anew with "medallion init", or remove the definition: it is built in.'
        : objection(node);
    if (fault !== undefined) report(locationOf(node), fault);
    return fault === undefined;
  });
}

function declare(name: string, nodes: readonly ObjectNode[], table: ObjectNode): TypeDeclaration {
  const descriptions = nodes.flatMap((node) =>
    'description' in node && node.description ? [node.description.value] : [],
  );
  return {
    name,
    description: descriptions[0],
    directives: nodes.flatMap((node) => node.directives ?? []),
    fields: nodes.flatMap((node) => node.fields ?? []),
    location: locationOf(table.name),
  };
}

/** Sorts the definitions that are the contract's own. */
export function sortDefinitions(definitions: readonly DefinitionNode[]): Declarations {
  const objects = definitions.filter(isObject);
  const tables = new Map(
    objects
      .filter(isTable)
      .map((node) => [node.name.value, node] as const)
      .reverse(),
  );
  const ofName = (name: string) => objects.filter((node) => node.name.value === name);
  return {
    types: [...tables.keys()].reverse().flatMap((name) => {
      const table = tables.get(name);
      return table === undefined ? [] : [declare(name, ofName(name), table)];
    }),
    queryFields: ofName('Query').flatMap((node) => node.fields ?? []),
    supporting: definitions.filter((node) => {
      if (!isObject(node)) return true;
      return node.name.value !== 'Query' && !tables.has(node.name.value);
    }),
  };
}
