/** `AirportMonth` → `airportMonth`; a leading run of capitals is one word: `URLHit` → `urlHit`. */
export function singularFieldName(typeName: string): string {
  return typeName.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase());
}

/** The English plural by its simple rules: flights, routeDays, cities, boxes. */
export function pluralOf(word: string): string {
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/i.test(word)) return `${word}es`;
  return `${word}s`;
}

/** The singular by the same rules read backwards: departures → departure, cities → city, boxes → box. */
export function singularOf(word: string): string {
  if (/[^aeiou]ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ss|x|z|ch|sh|[^ao]us)es$/i.test(word)) return word.slice(0, -2);
  if (/[^s]s$/i.test(word) && !/(us|is)$/i.test(word)) return word.slice(0, -1);
  return word;
}

/** `originIata` → `origin_iata`, `p95Delay` → `p95_delay`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** `route_days` → `RouteDays`; what GraphQL does not allow in a name separates words. */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(joined) ? joined : `_${joined}`;
}

/** `origin_iata` → `originIata`. */
export function camelCase(name: string): string {
  // A name all in capitals, such as IATA or FLIGHT_ID, is lowered as a whole first.
  const pascal = pascalCase(/[a-z]/.test(name) ? name : name.toLowerCase());
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

/** Members that combine filters, so no field may bear their names. */
export const RESERVED_FIELDS: readonly string[] = ['and', 'or', 'not'];

const MADE_FROM_TYPE =
  /(Connection|Edge|Filter|ListFilter|OrderBy|Group|GroupKey|GroupKeyOrderBy|GroupOrderBy|Having|(Measures|CountDistinct|Sum|Avg|Min|Max|Stddev|Percentile)(Having|OrderBy)?)$/;
const SHARED = new Set(['Query', 'Mutation', 'Subscription', 'PageInfo', 'OrderDirection', 'DateBucket']);
const SCALARS = 'ID String Boolean Int Float BigInt Decimal Date Time DateTime JSON UUID Bytes'.split(' ');

/** The types for which the served schema makes a type called `name`, such as Flight for `FlightGroupKey`. */
export function madeFrom(name: string): readonly string[] {
  const owners: string[] = [];
  for (let at = 1; at < name.length; at++) {
    const suffix = MADE_FROM_TYPE.exec(name.slice(at));
    if (suffix?.index === 0) owners.push(name.slice(0, at));
  }
  return owners;
}

/** Whether the served schema has a type of its own by this name, whatever the contract lists. */
export function isReservedType(name: string): boolean {
  return SHARED.has(name) || SCALARS.some((scalar) => name === scalar || name === `${scalar}Filter`);
}
