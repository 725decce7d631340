import { nearestName } from '../../lib/nearest-name.js';

/** ` Did you mean "origin_iata"?`, or nothing where no known name is near. */
export function suggest(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, [...known]);
  return nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listNames(names: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}
