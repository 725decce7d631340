import { type ASTNode, Kind } from 'graphql';
import { type DataType, printType } from '../../query/types.js';
import type { GraphQLScalarName, ModelColumn, ModelEndpoint, ModelField, ModelInput } from '../contract.js';
import { sqlTypeOf } from '../contract.js';
import { argumentNode, type DirectiveUse, directiveUses, type MappingArguments } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { listNames, suggest } from '../sdl/suggest.js';
import { checkScalar } from './check-scalar.js';
import { fieldBase, shapeOf } from './field-shape.js';
import { takes } from './model-types.js';
import { printField } from './resolver-field.js';
import { assumedType, isScalarName } from './scalar-fit.js';
import { columnNames, columnOf, type FieldContext } from './type-scope.js';

/** Input columns by the name of what they take. */
interface Wiring {
  readonly input: string;
  readonly from: string;
  readonly place: ASTNode;
}

type Use = DirectiveUse<MappingArguments<'model'>>;

function wiringsOf({ node, arguments: { inputs } }: Use, endpoint: ModelEndpoint): readonly Wiring[] {
  const list = argumentNode(node, 'inputs');
  if (inputs === null || inputs === undefined) {
    return endpoint.inputs.map(({ name }) => ({ input: name, from: name, place: node }));
  }
  return inputs.map((text, index) => {
    const colon = text.lastIndexOf(':');
    const from = text.slice(colon + 1).trim();
    const place = (list.kind === Kind.LIST ? list.values[index] : undefined) ?? list;
    return { input: colon === -1 ? from : text.slice(0, colon).trim(), from, place };
  });
}

/** Resolves the inputs of one field with `@model`. */
class ModelFieldResolver {
  private readonly subject: string;
  private readonly used = new Set<string>();

  constructor(
    private readonly context: FieldContext,
    private readonly endpoint: ModelEndpoint,
  ) {
    this.subject = `Field "${context.scope.declaration.name}.${context.node.name.value}"`;
  }

  /** The field's inputs in the endpoint's order; undefined if one is not there, which has been reported. */
  inputs(use: Use): readonly ModelInput[] | undefined {
    const wirings = wiringsOf(use, this.endpoint);
    const byName = new Map<string, ModelInput | undefined>();
    for (const wiring of wirings) {
      const column = this.endpoint.inputs.find(({ name }) => name === wiring.input);
      if (column === undefined) this.reportUnknownInput(wiring);
      else if (byName.has(column.name)) {
        this.report(wiring.place, `gives input "${column.name}" of model "${this.endpoint.name}" twice. Keep one.`);
      } else byName.set(column.name, this.source(wiring, column));
    }
    const missing = this.endpoint.inputs.filter(({ name }) => !byName.has(name)).map(({ name }) => `"${name}"`);
    if (missing.length > 0) {
      const place = argumentNode(use.node, 'inputs');
      this.report(
        place,
        `leaves out ${listNames(missing, 'and')} of model "${this.endpoint.name}". Name what is missing in inputs.`,
      );
    }
    this.checkArguments();
    const inputs = this.endpoint.inputs.flatMap(({ name }) => byName.get(name) ?? []);
    return inputs.length === this.endpoint.inputs.length ? inputs : undefined;
  }

  /** Index of the output that the field gives; undefined if there is none, which has been reported. */
  output(use: Use): number | undefined {
    const { outputs, name } = this.endpoint;
    const asked = use.arguments.output ?? undefined;
    const place = argumentNode(use.node, 'output');
    if (asked === undefined) {
      if (outputs.length === 1) return 0;
      const names = listNames(
        outputs.map((column) => column.name),
        'or',
      );
      this.report(place, `takes which value of model "${name}"? Add output: ${names}.`);
      return undefined;
    }
    const index = outputs.findIndex((column) => column.name === asked);
    if (index !== -1) return index;
    const names = outputs.map((column) => column.name).filter((column) => column !== '');
    const hint =
      names.length === 0
        ? ' Its predictions are one value: remove output.'
        : suggest(asked, names) || ` It gives ${listNames(names, 'and')}.`;
    this.report(place, `takes output "${asked}", which model "${name}" does not give.${hint}`);
    return undefined;
  }

  private report(place: ASTNode, what: string): void {
    this.context.report(locationOf(place), `${this.subject} ${what}`);
  }

  private reportUnknownInput({ input, place }: Wiring): void {
    const names = this.endpoint.inputs.map(({ name }) => name);
    const hint = suggest(input, names) || ` Its inputs are ${names.join(', ')}.`;
    this.report(place, `gives input "${input}", which model "${this.endpoint.name}" does not have.${hint}`);
  }

  /** What an input is taken from: an argument of the field, or a column of the table. */
  private source({ from, place }: Wiring, column: ModelColumn): ModelInput | undefined {
    const { scope, node } = this.context;
    const argument = node.arguments?.find(({ name }) => name.value === from);
    const found = columnOf(scope, from);
    if (argument !== undefined) {
      this.used.add(from);
      if (found !== undefined) {
        this.report(place, `reads "${from}", which is an argument and a column. Rename the argument.`);
      }
      const { typeName, list } = shapeOf(argument.type);
      if (!isScalarName(typeName) || list !== undefined) {
        this.report(argument.type, `has argument "${from}" that is no scalar. A model takes single values.`);
        return undefined;
      }
      this.checkFit(place, `argument "${from}"`, assumedType(typeName), column);
      return { kind: 'argument', name: from };
    }
    if (found !== undefined) {
      this.checkFit(place, `column "${from}"`, found.type, column);
      return { kind: 'column', column: from, type: found.type };
    }
    // Of a table that is not there, columns are taken on trust.
    if (scope.facts === undefined) return { kind: 'column', column: from, type: sqlTypeOf(column.type) };
    const names = [...columnNames(scope), ...(node.arguments ?? []).map(({ name }) => name.value)];
    const hint = suggest(from, names) || ` Name a column of ${scope.tableName}, or declare an argument.`;
    this.report(place, `reads "${from}", which is neither a column nor an argument.${hint}`);
    return undefined;
  }

  private checkFit(place: ASTNode, what: string, type: DataType, { name, type: wanted }: ModelColumn): void {
    if (takes(wanted, type)) return;
    this.report(
      place,
      `gives ${what} of type ${printType(type)} to input "${name}" of model "${this.endpoint.name}", which takes ${wanted}.`,
    );
  }

  private checkArguments(): void {
    for (const argument of this.context.node.arguments ?? []) {
      if (this.used.has(argument.name.value)) continue;
      this.report(
        argument,
        `has argument "${argument.name.value}", which no input reads. Remove it, or name it in inputs.`,
      );
    }
  }
}

/** A field with `@model`; undefined if it cannot be answered, which has been reported. */
export function resolveModelField(context: FieldContext, scalar: GraphQLScalarName): ModelField | undefined {
  const { scope, node, models, report } = context;
  const [use] = directiveUses(node.directives ?? [], 'model', report);
  if (use === undefined) return undefined;
  const name = use.arguments.endpoint;
  const endpoint = models.find((candidate) => candidate.name === name);
  if (endpoint === undefined) {
    const names = models.map((model) => model.name);
    const hint =
      suggest(name, names) ||
      (names.length === 0 ? ' It has no section models.' : ` Its models are ${listNames(names, 'and')}.`);
    report(locationOf(argumentNode(use.node, 'endpoint')), `Model "${name}" is not in gateway.yaml.${hint}`);
    return undefined;
  }
  const resolver = new ModelFieldResolver(context, endpoint);
  const inputs = resolver.inputs(use);
  const output = resolver.output(use);
  const given = output === undefined ? undefined : endpoint.outputs[output];
  if (given !== undefined) {
    const subject = `What model "${name}" gives to field "${scope.declaration.name}.${node.name.value}"`;
    checkScalar(subject, scalar, sqlTypeOf(given.type), node.type, report);
  }
  if (inputs === undefined || output === undefined) return undefined;
  const required = shapeOf(node.type).required;
  return { kind: 'model', ...fieldBase(node), endpoint: name, inputs, output, scalar, required, sdl: printField(node) };
}
