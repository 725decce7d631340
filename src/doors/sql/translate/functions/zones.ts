import { call } from '../../../../functions/registry.js';
import type { Expression } from '../../../../query/expression.js';
import { textLiteral } from './builtin.js';

const UTC_NAMES = new Set(['utc', 'gmt', 'zulu', 'etc/utc', 'etc/gmt', 'uct', 'universal', 'z']);

/** The zone as the engine is told it: every name of UTC is one. */
export function zoneName(name: string): string {
  return UTC_NAMES.has(name.toLowerCase()) ? 'UTC' : name;
}

function isInverse(expression: Expression, id: string, zone: string): Expression | undefined {
  if (zone !== 'UTC' || expression.kind !== 'call' || expression.function !== id) return undefined;
  const [inner, of] = expression.arguments;
  return of?.kind === 'literal' && of.value === zone ? inner : undefined;
}

/** An instant's wall clock in a zone. In UTC it undoes `toInstant`; elsewhere a clock set forward does not come back. */
export function toLocal(instant: Expression, zone: string): Expression {
  const name = zoneName(zone);
  return isInverse(instant, 'pg_instant', name) ?? call('pg_local', [instant, textLiteral(name)]);
}

/** The instant of a wall clock in a zone. */
export function toInstant(local: Expression, zone: string): Expression {
  const name = zoneName(zone);
  return isInverse(local, 'pg_local', name) ?? call('pg_instant', [local, textLiteral(name)]);
}
