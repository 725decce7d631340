import {
  buildASTSchema,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLError,
  Kind,
  parse,
  validateSchema,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import type { Report } from '../problem.js';
import { BUILT_IN_DOCUMENT } from './built-in.js';
import { locationOf } from './location.js';
import { suggest } from './suggest.js';

/** Stands in for the Query type that the gateway makes, so that `extend type Query` has something to extend. */
const QUERY_DOCUMENT = parse('type Query { _served: Boolean }', { noLocation: true });

function documentOf(definitions: readonly DefinitionNode[]): DocumentNode {
  const definesQuery = definitions.some(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Query',
  );
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      ...(definesQuery ? [] : QUERY_DOCUMENT.definitions),
      ...BUILT_IN_DOCUMENT.definitions,
      ...definitions,
    ],
  };
}

const UNKNOWN_DIRECTIVE = /^Unknown directive "@(\w+)"\.$/;

function explain(error: GraphQLError): string {
  const unknown = UNKNOWN_DIRECTIVE.exec(error.message)?.[1];
  if (unknown === undefined) return error.message;
  const known = [
    ...BUILT_IN_DOCUMENT.definitions.flatMap((node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [],
    ),
    'deprecated',
  ];
  const hint = suggest(
    `@${unknown}`,
    known.map((name) => `@${name}`),
  );
  return `${error.message}${hint || ` The gateway knows ${known.map((name) => `@${name}`).join(', ')}.`}`;
}

function reportAll(errors: readonly GraphQLError[], report: Report): void {
  for (const error of errors) {
    const placed = (error.nodes ?? []).filter((node) => node.loc !== undefined);
    // Where two nodes clash, the later one is the one to change.
    const last = placed.at(-1);
    const first = placed[0];
    const place = last === undefined ? { file: 'schema', line: 1, column: 1 } : locationOf(last);
    const earlier = first === undefined || first === last ? undefined : locationOf(first);
    const also = earlier === undefined ? '' : ` The other one is at ${earlier.file}:${earlier.line}:${earlier.column}.`;
    report(place, `${explain(error)}${also}`);
  }
}

/**
 * The rules of GraphQL's own type system: unknown types and directives, wrong arguments, names given twice,
 * interfaces not kept, input types where output types belong.
 */
export function validateDefinitions(definitions: readonly DefinitionNode[], report: Report): void {
  const document = documentOf(definitions);
  const errors = validateSDL(document);
  reportAll(errors, report);
  if (errors.length > 0) return;
  reportAll(validateSchema(buildASTSchema(document, { assumeValidSDL: true })), report);
}
