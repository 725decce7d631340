import type { Measure } from '../contract.js';
import type { Report } from '../problem.js';
import { locationOf } from '../sdl/location.js';
import type { TypeScope } from './type-scope.js';

/** Reports what the type of a metric view has that only rows can have, and a type that measures nothing. */
export function checkMetricType(scope: TypeScope, measures: readonly Measure[], report: Report): void {
  const { name, directives, location } = scope.declaration;
  const key = directives.find((directive) => directive.name.value === 'key');
  if (key !== undefined) {
    report(
      locationOf(key),
      `Type "${name}" has @key, but ${scope.tableName} is a metric view, which has no rows. Remove @key.`,
    );
  }
  if (measures.length > 0) return;
  const known = scope.facts?.table.metricView?.measures ?? [];
  const first = known[0]?.name ?? 'name';
  report(
    location,
    `Type "${name}" lists no measure of metric view ${scope.tableName}. Add @measure(name: "…", type: "…", sql: "measure(\`${first}\`)").`,
  );
}
