import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  GraphQLDirective,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { DIRECTIVES_SDL } from './directives-sdl.js';

/** The mapping directives and scalars as definitions. */
export const BUILT_IN_DOCUMENT: DocumentNode = parse(DIRECTIVES_SDL, { noLocation: true });

function nameOf(node: DefinitionNode): string | undefined {
  if (!('name' in node) || node.name === undefined) return undefined;
  return node.kind === Kind.DIRECTIVE_DEFINITION ? `@${node.name.value}` : node.name.value;
}

/** The definition without its descriptions, which an author may reword. */
function meaning(node: DefinitionNode): string {
  return print(
    visit(node, { enter: (child) => ('description' in child ? { ...child, description: undefined } : undefined) }),
  );
}

const meanings: ReadonlyMap<string, string> = new Map(
  BUILT_IN_DOCUMENT.definitions.map((node) => [nameOf(node) ?? '', meaning(node)]),
);

/** Whether a definition in schema/ repeats a built-in one: `same`, `different`, or not at all. */
export function comparedWithBuiltIn(node: DefinitionNode): 'same' | 'different' | undefined {
  const builtIn = meanings.get(nameOf(node) ?? '');
  if (builtIn === undefined) return undefined;
  return meaning(node) === builtIn ? 'same' : 'different';
}

const directives = buildASTSchema(BUILT_IN_DOCUMENT, { assumeValidSDL: true }).getDirectives();

/** A mapping directive, for reading the arguments of its uses. */
export function builtInDirective(name: string): GraphQLDirective {
  const found = directives.find((directive) => directive.name === name);
  return found ?? new GraphQLDirective({ name, locations: [] });
}
