import { type ArgumentNode, type ASTNode, type DirectiveNode, GraphQLError, getDirectiveValues, print } from 'graphql';
import { z } from 'zod';
import type { Report } from '../problem.js';
import { builtInDirective } from './built-in.js';
import { locationOf } from './location.js';

/** A directive where it is used, with its arguments. */
export interface DirectiveUse<Arguments> {
  readonly node: DirectiveNode;
  readonly arguments: Arguments;
}

const ARGUMENTS = {
  table: z.object({ source: z.string(), name: z.string(), plural: z.string().nullish() }),
  key: z.object({ fields: z.string() }),
  column: z.object({ name: z.string() }),
  join: z.object({ on: z.array(z.object({ from: z.string(), to: z.string() })) }),
  expression: z.object({ sql: z.string() }),
  measure: z.object({ name: z.string(), type: z.string(), sql: z.string(), description: z.string().nullish() }),
  model: z.object({
    endpoint: z.string(),
    inputs: z.array(z.string()).nullish(),
    output: z.string().nullish(),
  }),
  cacheControl: z.object({ maxAge: z.int(), scope: z.enum(['PUBLIC', 'PRIVATE']) }),
  requires: z.object({ fields: z.string() }),
} as const;

export type MappingDirectiveName = keyof typeof ARGUMENTS;
export const MAPPING_DIRECTIVE_NAMES = Object.keys(ARGUMENTS) as readonly MappingDirectiveName[];
export type MappingArguments<Name extends MappingDirectiveName> = z.infer<(typeof ARGUMENTS)[Name]>;

function wrongValue(node: DirectiveNode, { name, value }: ArgumentNode): string {
  const type = builtInDirective(node.name.value).args.find((argument) => argument.name === name.value)?.type;
  return `@${node.name.value}(${name.value}:) takes a value of type ${type}, and ${print(value)} is none.`;
}

function valuesOf(node: DirectiveNode, report: Report): unknown {
  try {
    return getDirectiveValues(builtInDirective(node.name.value), { directives: [node] });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const place: ASTNode = error.nodes?.[0] ?? node;
    const given = node.arguments?.find((argument) => argument.value === place);
    // A missing argument is found by the rules of SDL already.
    if (given !== undefined) report(locationOf(place), wrongValue(node, given));
    return undefined;
  }
}

/** The uses of one mapping directive on a node, in order. A use whose arguments do not fit is reported and left out. */
export function directiveUses<Name extends MappingDirectiveName>(
  nodes: readonly DirectiveNode[],
  name: Name,
  report: Report,
): readonly DirectiveUse<MappingArguments<Name>>[] {
  const schema: z.ZodType<MappingArguments<Name>> = ARGUMENTS[name] as never;
  return nodes.flatMap((node) => {
    if (node.name.value !== name) return [];
    const parsed = schema.safeParse(valuesOf(node, report));
    return parsed.success ? [{ node, arguments: parsed.data }] : [];
  });
}

/** The value node of an argument, for pointing at it; the directive itself where the argument is absent. */
export function argumentNode(use: DirectiveNode, name: string): ASTNode {
  return use.arguments?.find((argument) => argument.name.value === name)?.value ?? use;
}
