import type { ConstDirectiveNode } from 'graphql';
import { literal } from '../../query/build.js';
import type { MetricMeasure } from '../catalog.js';
import type { Measure } from '../contract.js';
import type { Report } from '../problem.js';
import { argumentNode, type DirectiveUse, directiveUses, type MappingArguments } from '../sdl/directive-uses.js';
import { locationOf } from '../sdl/location.js';
import { listNames, suggest } from '../sdl/suggest.js';
import { checkName } from './check-name.js';
import { checkScalar } from './check-scalar.js';
import { measureFault } from './measure-fault.js';
import { columnsRead, parseRowSql } from './row-sql.js';
import { assumedType, isScalarName, SCALAR_NAMES } from './scalar-fit.js';
import { metricMeasure, type TypeScope } from './type-scope.js';

/** The one measure of a metric view that the SQL is. */
function soleMeasure(scope: TypeScope, sql: string): MetricMeasure | undefined {
  const [, quoted, plain] = /^\s*measure\s*\(\s*(?:`([^`]+)`|([^`\s()]+))\s*\)\s*$/iu.exec(sql) ?? [];
  return metricMeasure(scope, quoted ?? plain ?? '');
}

function resolveMeasure(
  scope: TypeScope,
  use: DirectiveUse<MappingArguments<'measure'>>,
  report: Report,
): Measure | undefined {
  const { name, type, sql, description } = use.arguments;
  const subject = `measure "${scope.declaration.name}.${name}"`;
  checkName(`M${subject.slice(1)}`, name, locationOf(argumentNode(use.node, 'name')), report);
  const typeNode = argumentNode(use.node, 'type');
  if (!isScalarName(type)) {
    const hint = type.endsWith('!')
      ? ' Remove the "!": a measure is null where there is nothing to measure.'
      : suggest(type, SCALAR_NAMES) || ` Write one of ${listNames(SCALAR_NAMES, 'or')}.`;
    report(locationOf(typeNode), `The type of ${subject} is no scalar: "${type}".${hint}`);
    return undefined;
  }
  const sqlNode = argumentNode(use.node, 'sql');
  const parsed = parseRowSql(subject, sql, scope, sqlNode, true, report);
  const fault = parsed === undefined ? undefined : measureFault(parsed);
  if (fault !== undefined) {
    report(
      locationOf(sqlNode),
      `The SQL of ${subject} ${fault}. Write an aggregate over the rows, such as avg(column).`,
    );
  } else if (parsed !== undefined) {
    checkScalar(`The SQL of ${subject}`, type, parsed.type, typeNode, report);
  }
  const expression = parsed ?? literal(null, assumedType(type));
  const sole = soleMeasure(scope, sql);
  return {
    name,
    description: description ?? sole?.comment,
    scalar: type,
    expression,
    columns: columnsRead(expression, scope),
    type: expression.type,
    metric: sole?.name,
    location: locationOf(use.node),
  };
}

/** The measures of a type, in the order in which they are written. */
export function resolveMeasures(
  scope: TypeScope,
  directives: readonly ConstDirectiveNode[],
  report: Report,
): readonly Measure[] {
  const measures: Measure[] = [];
  for (const use of directiveUses(directives, 'measure', report)) {
    const measure = resolveMeasure(scope, use, report);
    if (measure === undefined) continue;
    if (measures.some((other) => other.name === measure.name)) {
      report(
        locationOf(argumentNode(use.node, 'name')),
        `Measure "${scope.declaration.name}.${measure.name}" is declared twice. Rename one of the two.`,
      );
      continue;
    }
    measures.push(measure);
  }
  return measures;
}
