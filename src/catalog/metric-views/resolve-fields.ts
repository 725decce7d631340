import { copyProblem } from '../../parser/repeatable.js';
import { column } from '../../query/build.js';
import type { Expression } from '../../query/expression.js';
import { type MetricInput, type MetricMeasure, ROW_ALIAS } from '../catalog.js';
import { measureFault } from '../resolve/measure-fault.js';
import type { MetricDefinition, MetricFieldText } from './metric-definition.js';
import { type NameReader, parseMetricSql, SOURCE_PATH, sameName } from './metric-scope.js';

export interface MetricFields {
  /** Columns of the view's rows; the first are the dimensions, in the order of the definition. */
  readonly inputs: readonly MetricInput[];
  readonly dimensions: readonly (MetricInput & { readonly comment: string | undefined })[];
  readonly measures: readonly MetricMeasure[];
  /** Dimensions and measures that cannot be evaluated, by name, each with a clause that says why. */
  readonly faults: ReadonlyMap<string, string>;
}

function sameColumn(a: Expression, b: Expression): boolean {
  return a.kind === 'column' && b.kind === 'column' && a.relation === b.relation && a.name === b.name;
}

/** Reads the dimensions and measures in order: each may use the dimensions and measures before it. */
class FieldReader {
  readonly dimensions: (MetricInput & { readonly comment: string | undefined })[] = [];
  readonly measures: MetricMeasure[] = [];
  readonly faults = new Map<string, string>();
  /** Columns of the tables below that measures read, by the name they bear in the view's rows. */
  readonly hidden = new Map<string, MetricInput>();
  private readonly names: ReadonlySet<string>;

  constructor(
    private readonly tables: NameReader,
    definition: MetricDefinition,
  ) {
    this.names = new Set([...definition.dimensions, ...definition.measures].map(({ name }) => name.toLowerCase()));
    for (const field of definition.dimensions) this.keep(field, this.dimension(field));
    for (const field of definition.measures) this.keep(field, this.measure(field));
  }

  private keep({ name }: MetricFieldText, fault: string | undefined): void {
    if (fault !== undefined) this.faults.set(name, fault);
  }

  private dimension({ name, expr, comment, fault }: MetricFieldText): string | undefined {
    if (fault !== undefined) return fault;
    const expression = parseMetricSql(
      expr,
      this.inRow((dimension) => dimension.expression),
      { aggregates: false },
    );
    if (typeof expression === 'string') return expression;
    if (expression.type.kind === 'null') return 'it is NULL without a type';
    if (copyProblem(expression, 1) !== undefined) return 'it is too large';
    this.dimensions.push({ name, type: expression.type, nullable: true, expression, comment });
    return undefined;
  }

  private measure({ name, expr, comment, fault }: MetricFieldText): string | undefined {
    if (fault !== undefined) return fault;
    const names = this.inRow((dimension) => column(ROW_ALIAS, dimension.name, dimension.type));
    const asInput: NameReader = (parts) => {
      const found = names(parts);
      return found === undefined || typeof found === 'string' ? found : this.input(found);
    };
    const measure = (other: string): Expression | string | undefined => {
      const known = this.measures.find((candidate) => sameName(candidate.name, other));
      const broken = [...this.faults].find(([candidate]) => sameName(candidate, other));
      return known?.expression ?? (broken === undefined ? undefined : `measure "${broken[0]}": ${broken[1]}`);
    };
    const expression = parseMetricSql(expr, asInput, { aggregates: true, measure });
    if (typeof expression === 'string') return expression;
    if (copyProblem(expression, 1) !== undefined) return 'it is too large';
    const wrong = measureFault(expression);
    if (wrong !== undefined) return `it ${wrong}`;
    this.measures.push({ name, expression, comment });
    return undefined;
  }

  /** Names of dimensions so far and of the tables' columns; a name that may mean either is refused. */
  private inRow(read: (dimension: MetricInput) => Expression): NameReader {
    return (parts) => {
      const below = this.tables(parts);
      const [name] = parts;
      if (parts.length !== 1 || name === undefined) return below;
      const broken = [...this.faults].find(([candidate]) => sameName(candidate, name));
      if (broken !== undefined && below === undefined) return `dimension "${broken[0]}": ${broken[1]}`;
      const dimension = this.dimensions.find((candidate) => sameName(candidate.name, name));
      if (dimension === undefined && broken === undefined) return below;
      const isOne = dimension !== undefined && typeof below === 'object' && sameColumn(dimension.expression, below);
      if (below !== undefined && !isOne)
        return `"${name}" is both a dimension and a column of the source: write ${SOURCE_PATH}.${name} for the column`;
      return dimension === undefined ? undefined : read(dimension);
    };
  }

  /** A column of a table below, as a column of the view's rows that nobody can name. */
  private input(expression: Expression): Expression {
    if (expression.kind !== 'column' || expression.relation === ROW_ALIAS) return expression;
    let name = `${expression.relation.slice(1)}.${expression.name}`;
    while (this.names.has(name.toLowerCase())) name = `@${name}`;
    this.hidden.set(name, { name, type: expression.type, nullable: true, expression });
    return column(ROW_ALIAS, name, expression.type);
  }
}

/** Reads what a metric view gives. `tables`: names of the columns of its source and joins. */
export function resolveFields(definition: MetricDefinition, tables: NameReader): MetricFields {
  const { dimensions, measures, faults, hidden } = new FieldReader(tables, definition);
  const own = dimensions.map(({ comment: _, ...input }) => input);
  return { inputs: [...own, ...hidden.values()], dimensions, measures, faults };
}
