import { GatewayError } from '../../../src/errors.js';
import type { CaseValue, FunctionDefinition } from '../../../src/functions/definition.js';
import { aggregateCall, allFunctions, call } from '../../../src/functions/registry.js';
import type { Expression } from '../../../src/query/expression.js';
import type { Relation, ScanRelation } from '../../../src/query/relation.js';
import { mssqlDialect } from '../../../src/sources/mssql/dialect.js';
import { printStatement } from '../../../src/sql/print-statement.js';

/** A statement of the dialect, and what it was printed for. */
export interface Printed {
  readonly title: string;
  readonly text: string;
}

/** What the dialect says of a request: a statement, or that it has none. */
export type Outcome =
  | { readonly kind: 'printed'; readonly printed: Printed }
  | { readonly kind: 'refused'; readonly title: string; readonly why: string };

/** @throws what is no refusal */
export function print(title: string, relation: Relation): Outcome {
  try {
    return { kind: 'printed', printed: { title, text: printStatement(relation, mssqlDialect).text } };
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'NOT_SUPPORTED') throw error;
    return { kind: 'refused', title, why: error.message };
  }
}

const literal = ({ value, type }: CaseValue): Expression => ({ kind: 'literal', value, type });
const column = ({ type }: CaseValue, index: number): Expression => ({
  kind: 'column',
  relation: 't',
  name: `c${index}`,
  type,
});

function callOf(definition: FunctionDefinition, args: readonly Expression[]): Expression {
  return definition.kind === 'aggregate' ? aggregateCall(definition.id, args) : call(definition.id, args);
}

/** Columns where the function takes them; where it wants a constant, that stays. */
function asColumns(definition: FunctionDefinition, values: readonly CaseValue[]): readonly Expression[] {
  const args = values.map(literal);
  values.forEach((value, index) => {
    const tried = args.map((arg, at) => (at === index ? column(value, index) : arg));
    try {
      callOf(definition, tried);
      args[index] = column(value, index);
    } catch {
      // A constant is required here.
    }
  });
  return args;
}

function scanOf(values: readonly CaseValue[]): ScanRelation {
  const fields = values.map(({ type }, index) => ({ name: `c${index}`, type, nullable: true }));
  return { kind: 'scan', table: { source: 'erp', name: 'erp.dbo.t' }, alias: 't', fields };
}

/** A statement that reads the call as a value, and one with it as a condition where it is one. */
function statementsOf(
  title: string,
  definition: FunctionDefinition,
  args: readonly Expression[],
  input: Relation,
): readonly Outcome[] {
  const expression = callOf(definition, args);
  if (definition.kind === 'aggregate') {
    const aggregated: Relation = {
      kind: 'aggregate',
      input,
      alias: 'g',
      groups: [],
      groupingSets: undefined,
      aggregates: [{ name: 'a', expression }],
    };
    return [print(title, aggregated)];
  }
  const project: Relation = { kind: 'project', input, alias: 'p', items: [{ name: 'a', expression }] };
  if (expression.type.kind !== 'boolean') return [print(title, project)];
  const one: Expression = { kind: 'literal', value: 1n, type: { kind: 'integer', bits: 32 } };
  const filtered: Relation = {
    kind: 'project',
    input: { kind: 'filter', input, predicate: expression },
    alias: 'p',
    items: [{ name: 'a', expression: one }],
  };
  return [print(title, project), print(`${title} as a condition`, filtered)];
}

/** All cases of a function, of constants and of columns. */
export function questionsOf(definition: FunctionDefinition): readonly Outcome[] {
  if (definition.kind === 'window') {
    const input = scanOf([{ value: 1n, type: { kind: 'integer', bits: 32 } }]);
    const type = definition.resolve([]) ?? { kind: 'null' };
    const window: Relation = {
      kind: 'window',
      input,
      alias: 'w',
      items: [
        {
          name: 'a',
          expression: {
            kind: 'window-call',
            function: definition.id,
            arguments: [],
            partitionBy: [],
            orderBy: [],
            type,
          },
        },
      ],
    };
    return [print(definition.id, window)];
  }
  return definition.cases.flatMap(({ arguments: values }, index) => {
    const title = `${definition.id}, case ${index + 1}`;
    return [
      ...statementsOf(title, definition, values.map(literal), scanOf(values)),
      ...statementsOf(`${title} of columns`, definition, asColumns(definition, values), scanOf(values)),
    ];
  });
}

/** The functions that the dialect spells. */
export const spelled = allFunctions().filter(({ spelling }) => spelling.mssql !== undefined);
