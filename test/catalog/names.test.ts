import { expect, test } from 'vitest';
import {
  camelCase,
  madeFrom,
  pascalCase,
  pluralOf,
  singularFieldName,
  singularOf,
  snakeCase,
} from '../../src/catalog/names.js';

test.each([
  ['flight', 'flights'],
  ['routeDay', 'routeDays'],
  ['city', 'cities'],
  ['box', 'boxes'],
  ['branch', 'branches'],
  ['address', 'addresses'],
  ['status', 'statuses'],
  ['house', 'houses'],
  ['key', 'keys'],
])('%s → %s and back', (singular, plural) => {
  expect(pluralOf(singular)).toBe(plural);
  expect(singularOf(plural)).toBe(singular);
});

test.each([
  ['departures', 'departure'],
  ['flightsByOrigin', 'flightsByOrigin'],
  ['status', 'status'],
  ['analysis', 'analysis'],
])('the singular of %s is %s', (word, singular) => {
  expect(singularOf(word)).toBe(singular);
});

test.each([
  ['originIata', 'origin_iata'],
  ['p95Delay', 'p95_delay'],
  ['id', 'id'],
  ['HTTPStatus', 'http_status'],
])('%s reads column %s', (name, column) => {
  expect(snakeCase(name)).toBe(column);
});

test.each([
  ['origin_iata', 'originIata', 'OriginIata'],
  ['FLIGHT_ID', 'flightId', 'FLIGHTID'],
  ['2020 sales', '_2020Sales', '_2020Sales'],
])('%s becomes %s and %s', (name, camel, pascal) => {
  expect(camelCase(name)).toBe(camel);
  expect(pascalCase(name)).toBe(pascal);
});

test('a type name gives its root field', () => {
  expect(['AirportMonth', 'URLHit', 'ID', 'X'].map(singularFieldName)).toEqual(['airportMonth', 'urlHit', 'id', 'x']);
});

test('names that the served schema makes are traced to their types', () => {
  expect(madeFrom('FlightGroupKey')).toContain('Flight');
  expect(madeFrom('FlightSumHaving')).toContain('Flight');
  expect(madeFrom('Flight')).toEqual([]);
});
