import type { ModelEndpoint } from '../../src/catalog/contract.js';

/** A contract of one file, `case.graphql`, and everything that is said about it. */
export interface BadContract {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers?: readonly string[];
  readonly sources?: readonly string[];
  readonly models?: readonly ModelEndpoint[];
  readonly problems: readonly string[];
}

const PLAIN: ModelEndpoint = {
  name: 'plain',
  inputs: [{ name: 'code', type: 'string' }],
  outputs: [{ name: '', type: 'string' }],
  sendsNulls: false,
  groups: ['ops'],
};

const MODELS: readonly ModelEndpoint[] = [
  {
    name: 'scores',
    inputs: [
      { name: 'latitude', type: 'double' },
      { name: 'longitude', type: 'double' },
      { name: 'code', type: 'string' },
    ],
    outputs: [
      { name: 'risk', type: 'double' },
      { name: 'level', type: 'integer' },
    ],
    sendsNulls: false,
    groups: ['ops'],
  },
  PLAIN,
];

export const BAD_CONTRACTS: readonly BadContract[] = [
  {
    name: 'syntax',
    sdl: `type Flight {`,
    problems: ['case.graphql:1:14 error Syntax Error: Expected Name, found <EOF>. This is not valid GraphQL SDL.'],
  },
  {
    name: 'a query in the contract',
    sdl: `{ flights { id } }
type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: ['case.graphql:1:1 error The contract defines types; a query or fragment has no place here. Remove it.'],
  },
  {
    name: 'an unknown directive',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String @colum(name: "name")
}
`,
    problems: ['case.graphql:3:16 error Unknown directive "@colum". Did you mean "@column"?'],
  },
  {
    name: 'an unknown argument',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  label: String @column(nam: "name")
}
`,
    problems: [
      'case.graphql:3:17 error Directive "@column" argument "name" of type "String!" is required, but it was not provided.',
      'case.graphql:3:25 error Unknown argument "nam" on directive "@column". Did you mean "name"?',
    ],
  },
  {
    name: 'an argument of the wrong type',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  label: String @column(name: 3)
}
`,
    problems: ['case.graphql:3:31 error @column(name:) takes a value of type String!, and 3 is none.'],
  },
  {
    name: 'a directive in the wrong place',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String @key(fields: "name")
}
`,
    problems: ['case.graphql:3:16 error Directive "@key" may not be used on FIELD_DEFINITION.'],
  },
  {
    name: 'an unknown type',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  origin: Airprt
}
`,
    problems: ['case.graphql:3:11 error Unknown type "Airprt". Did you mean "Airport"?'],
  },
  {
    name: "a directive of one's own",
    sdl: `directive @mine on OBJECT
type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:1:1 error Directive "@mine" is none of the gateway\'s, and would have no effect. Remove its definition and its uses.',
    ],
  },
  {
    name: 'a built-in directive defined otherwise',
    sdl: `directive @column(name: Int) on FIELD_DEFINITION
type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:1:1 error This definition differs from the one that this version of the gateway reads. Write schema/directives.graphql anew with "medallion init", or remove the definition: it is built in.',
    ],
  },
  {
    name: 'a mutation',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
type Mutation { drop: Boolean }
`,
    problems: ['case.graphql:5:1 error The gateway reads only: type "Mutation" is not supported. Remove it.'],
  },
  {
    name: 'a schema definition',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
schema { query: Query }
`,
    problems: [
      'case.graphql:5:1 error The gateway makes the schema definition itself. Remove it; root fields of your own go into "extend type Query".',
    ],
  },
  {
    name: 'a type defined twice',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:5:6 error There can be only one type named "Airport". The other one is at case.graphql:1:6.',
      'case.graphql:5:14 error The directive "@table" can only be used once at this location. The other one is at case.graphql:1:14.',
      'case.graphql:5:75 error The directive "@key" can only be used once at this location. The other one is at case.graphql:1:75.',
      'case.graphql:6:3 error Field "Airport.iata" can only be defined once. The other one is at case.graphql:2:3.',
      'case.graphql:7:3 error Field "Airport.name" can only be defined once. The other one is at case.graphql:3:3.',
    ],
  },
  {
    name: 'a field defined twice',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
  name: String
}
`,
    problems: [
      'case.graphql:4:3 error Field "Airport.name" can only be defined once. The other one is at case.graphql:3:3.',
    ],
  },
  {
    name: 'an unknown source',
    sdl: `type Airport @table(source: "lakehaus", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: ['case.graphql:1:29 error Source "lakehaus" is not in gateway.yaml. Did you mean "lakehouse"?'],
  },
  {
    name: 'an unknown table',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airport") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:1:48 error Table "lakehouse.gold.airport" is not in Unity Catalog. Did you mean "lakehouse.gold.airports"?',
    ],
  },
  {
    name: 'a table of an unknown schema',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.glod.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:1:48 error Table "lakehouse.glod.airports" is not in Unity Catalog. Did you mean "lakehouse.gold.airports"?',
    ],
  },
  {
    name: 'an unknown column',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  label: String @column(name: "nme")
}
`,
    problems: [
      'case.graphql:3:31 error Field "Airport.label" reads column "nme", which table lakehouse.gold.airports does not have. Did you mean "name"?',
    ],
  },
  {
    name: 'a field that is no column',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  naem: String
}
`,
    problems: [
      'case.graphql:3:3 error Field "Airport.naem" is no column of lakehouse.gold.airports, and nothing else maps it. Did you mean "name"? Name its column with @column(name: "…"), or write a resolver "Airport.naem" in resolvers/.',
    ],
  },
  {
    name: 'a field that is like no column',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  population: Int
}
`,
    problems: [
      'case.graphql:3:3 error Field "Airport.population" is no column of lakehouse.gold.airports, and nothing else maps it. Its columns are iata, name, city, state, country, latitude, longitude. Name its column with @column(name: "…"), or write a resolver "Airport.population" in resolvers/.',
    ],
  },
  {
    name: 'a scalar that does not fit',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: Int
}
type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  date: Date
  delay: String
  flightId: Int
}
`,
    problems: [
      'case.graphql:3:9 error Column "name" of lakehouse.gold.airports is STRING, which Int cannot carry. Write String or ID in its place.',
      'case.graphql:7:9 error Column "date" of lakehouse.gold.flights is TIMESTAMP_NTZ, which Date cannot carry. Write DateTime in its place.',
      'case.graphql:8:10 error Column "delay" of lakehouse.gold.flights is INT, which String cannot carry. Write Int, BigInt or ID in its place.',
      'case.graphql:9:13 error Column "flight_id" of lakehouse.gold.flights is BIGINT, which Int cannot carry. Write BigInt or ID in its place.',
    ],
  },
  {
    name: 'a list of scalars as a column',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  names: [String!]! @column(name: "name")
}
`,
    problems: [
      'case.graphql:3:10 error Field "Airport.names" is one value of a row, but a list is no scalar. Write one of ID, String, Boolean, Int, Float, BigInt, Decimal, Date, Time, DateTime, JSON, UUID or Bytes.',
    ],
  },
  {
    name: 'a required field on a masked column',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  latitude: Float!
}
`,
    problems: [
      'case.graphql:3:13 error Field "Airport.latitude" is required, but column "latitude" is masked, and a mask may give NULL. Remove the "!".',
    ],
  },
  {
    name: 'a required field on a nullable column',
    sdl: `type RouteDay @table(source: "lakehouse", name: "lakehouse.gold.route_days") @key(fields: "originIata destinationIata date") {
  originIata: String!
  destinationIata: String!
  date: Date!
  p95Delay: Float!
}
`,
    problems: [
      'case.graphql:5:13 error Field "RouteDay.p95Delay" is required, but column "p95_delay" is masked, and a mask may give NULL. Remove the "!".',
    ],
  },
  {
    name: 'no key',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:1:6 error Type "Airport" has no key. Add @key(fields: "…") with the fields that identify a row. The primary key in Unity Catalog is iata.',
    ],
  },
  {
    name: 'a key that is not the primary key',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "name") {
  iata: String!
  name: String!
}
`,
    problems: [
      'case.graphql:1:88 error @key of type "Airport" is name, but the primary key of lakehouse.gold.airports in Unity Catalog is iata. Make them the same.',
    ],
  },
  {
    name: 'a key that names no field',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iat") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:1:88 error Field "Airport.iat": @key names it, but the type has no such field. Did you mean "iata"?',
    ],
  },
  {
    name: 'a key that may be null',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String
}
`,
    problems: [
      'case.graphql:1:88 error Field "Airport.iata": @key names it, but it may be null. Write its type as String!.',
    ],
  },
  {
    name: 'a key that is computed',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "code") {
  iata: String!
  code: String! @expression(sql: "upper(iata)")
}
`,
    problems: [
      'case.graphql:1:88 error Field "Airport.code": @key names it, but it is no column. Only fields that are columns can identify a row.',
    ],
  },
  {
    name: 'a key that is empty',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: " ") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:1:88 error @key of type "Airport" names no field. Write the fields that identify a row, separated by spaces.',
    ],
  },
  {
    name: 'arguments of a column',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name(upper: Boolean): String @column(name: "name")
}
`,
    problems: [
      'case.graphql:3:8 error Field "Airport.name" is a column or an expression, which takes no arguments. Remove them, or write a resolver and remove the mapping.',
    ],
  },
  {
    name: 'two mappings',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String @column(name: "name") @expression(sql: "name")
}
`,
    problems: [
      'case.graphql:3:3 error Field "Airport.name" has @column and @expression, which exclude each other. Keep one.',
    ],
  },
  {
    name: 'a join on unknown columns',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  departures: [Flight!]! @join(on: [{ from: "iat", to: "origin" }])
}
type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:3:36 error Field "Airport.departures" joins from column "iat", which table lakehouse.gold.airports does not have. Did you mean "iata"?',
      'case.graphql:3:36 error Field "Airport.departures" joins to column "origin", which table lakehouse.gold.flights does not have. Its columns are flight_id, date, delay, distance, origin_iata, destination_iata.',
    ],
  },
  {
    name: 'a join of different types',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  departures: [Flight!]! @join(on: [{ from: "iata", to: "delay" }])
}
type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:3:36 error Columns of different types cannot be joined: lakehouse.gold.airports.iata is STRING, lakehouse.gold.flights.delay is INT. Join columns of one type.',
    ],
  },
  {
    name: 'an empty join',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  departures: [Flight!]! @join(on: [])
}
type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: ['case.graphql:3:36 error @join needs at least one pair of columns: on: [{ from: "…", to: "…" }].'],
  },
  {
    name: 'a to-one relation that may match many',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  departure: Flight @join(on: [{ from: "iata", to: "origin_iata" }])
}
type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:3:14 error Field "Airport.departure" leads to one Flight, but many rows may match: the key of lakehouse.gold.flights is flight_id. Join to the whole key, or make the type [Flight!]!.',
    ],
  },
  {
    name: 'a to-many relation that allows null',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  departures: [Flight] @join(on: [{ from: "iata", to: "origin_iata" }])
}
type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:3:15 error Field "Airport.departures" leads to many rows, none of them null. Write its type as [Flight!]!.',
    ],
  },
  {
    name: 'a required to-one relation to a filtered table',
    sdl: `type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
  self: Flight! @join(on: [{ from: "flight_id", to: "flight_id" }])
}
`,
    problems: [
      'case.graphql:4:9 error Field "Flight.self" is required, but its row may be missing or hidden from a caller: that takes a foreign key in Unity Catalog, columns that are never NULL, and no row filter on lakehouse.gold.flights. Remove the "!".',
    ],
  },
  {
    name: 'a relation without a join',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  departures: [Flight!]!
}
type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:3:3 error Field "Airport.departures" leads to Flight, but nothing says how. Add @join(on: [{ from: "…", to: "…" }]), or write a resolver "Airport.departures" in resolvers/.',
    ],
  },
  {
    name: 'a join to no table',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  other: Other @join(on: [{ from: "iata", to: "iata" }])
}
type Other {
  a: Int
}
`,
    problems: [
      'case.graphql:3:10 error Field "Airport.other" has @join, but Other is no type with @table. Lead to one, or remove @join.',
    ],
  },
  {
    name: 'an expression with an unknown column',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  shout: String @expression(sql: "upper(nme)")
}
`,
    problems: [
      'case.graphql:3:41 error The SQL of field "Airport.shout" is not accepted: column "nme": there is no such column here. Did you mean "name"?',
    ],
  },
  {
    name: 'an expression with an unknown function',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  shout: String @expression(sql: "concat(name, shout(name))")
}
`,
    problems: [
      'case.graphql:3:48 error The SQL of field "Airport.shout" is not accepted: function "shout": it is not supported.',
    ],
  },
  {
    name: 'an expression of another type',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  shout: Int @expression(sql: "upper(name)")
}
`,
    problems: [
      'case.graphql:3:10 error The expression of field "Airport.shout" is STRING, which Int cannot carry. Write String or ID in its place.',
    ],
  },
  {
    name: 'an expression that may give NULL',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  north: Boolean! @expression(sql: "latitude > 45")
}
`,
    problems: [
      'case.graphql:3:10 error The expression of field "Airport.north" may give NULL. Remove the "!", or write coalesce(…, a value).',
    ],
  },
  {
    name: 'an expression that reads a table',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  busy: Boolean @expression(sql: "EXISTS (SELECT 1 FROM lakehouse.gold.flights)")
}
`,
    problems: [
      'case.graphql:3:57 error The SQL of field "Airport.busy" is not accepted: table "lakehouse.gold.flights": there is no such table. Only columns of the type\'s own table can be read; reach others by a relation.',
    ],
  },
  {
    name: 'an expression that asks for the caller',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  mine: Boolean @expression(sql: "name = current_user()")
}
`,
    problems: [
      'case.graphql:3:34 error The SQL of field "Airport.mine" asks who the caller is with current_user(). That belongs into a row filter or mask of Unity Catalog.',
    ],
  },
  {
    name: 'an aggregate in an expression',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  total: BigInt @expression(sql: "count(*)")
}
`,
    problems: [
      'case.graphql:3:35 error The SQL of field "Airport.total" is not accepted: aggregate "count": an aggregate cannot stand here.',
    ],
  },
  {
    name: 'a fault in a block string',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  shout: String @expression(sql: """
    upper(
      nme)
  """)
}
`,
    problems: [
      'case.graphql:3:34 error The SQL of field "Airport.shout" is not accepted: column "nme": there is no such column here (line 2, column 3 of the SQL). Did you mean "name"?',
    ],
  },
  {
    name: 'a measure without an aggregate',
    sdl: `type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @measure(name: "late", type: "Boolean", sql: "delay > 15") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:1:118 error The SQL of measure "Flight.late" reads column "delay" outside an aggregate. Write an aggregate over the rows, such as avg(column).',
    ],
  },
  {
    name: 'a measure of a bare column',
    sdl: `type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @measure(name: "late", type: "Float", sql: "delay + avg(delay)") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:1:116 error The SQL of measure "Flight.late" reads column "delay" outside an aggregate. Write an aggregate over the rows, such as avg(column).',
    ],
  },
  {
    name: 'a measure of another type',
    sdl: `type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @measure(name: "late", type: "Int", sql: "sum(delay)") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:1:102 error The SQL of measure "Flight.late" is BIGINT, which Int cannot carry. Write BigInt or ID in its place.',
    ],
  },
  {
    name: 'a measure of no type',
    sdl: `type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @measure(name: "a", type: "Flot", sql: "avg(delay)") @measure(name: "b", type: "Float!", sql: "avg(delay)") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:1:99 error The type of measure "Flight.a" is no scalar: "Flot". Did you mean "Float"?',
      'case.graphql:1:152 error The type of measure "Flight.b" is no scalar: "Float!". Remove the "!": a measure is null where there is nothing to measure.',
    ],
  },
  {
    name: 'a measure declared twice',
    sdl: `type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @measure(name: "a", type: "Float", sql: "avg(delay)") @measure(name: "a", type: "Float", sql: "avg(delay)") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: ['case.graphql:1:142 error Measure "Flight.a" is declared twice. Rename one of the two.'],
  },
  {
    name: 'a field without resolver',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  nearby(first: Int = 5): [String!]!
}
`,
    problems: [
      'case.graphql:3:3 error Field "Airport.nearby" has no column, no @join and no @expression. Map it with one of these, or write a resolver "Airport.nearby" in resolvers/.',
    ],
  },
  {
    name: 'a resolver with @requires that is absent',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  label: String @requires(fields: "iata")
}
`,
    problems: [
      'case.graphql:3:3 error Field "Airport.label" has @requires, and there is no such resolver. Write a resolver "Airport.label" in resolvers/, or map the field with @column, @join or @expression instead.',
    ],
  },
  {
    name: '@requires of an unknown field',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  label: String @requires(fields: "iat")
}
`,
    resolvers: ['Airport.label'],
    problems: [
      'case.graphql:3:35 error Field "Airport.label" requires "iat", which is no column field of Airport. Did you mean "iata"?',
    ],
  },
  {
    name: 'a resolver that shadows a column',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    resolvers: ['Airport.name'],
    problems: [
      'case.graphql:3:3 error Field "Airport.name" is column "name", but there is a resolver of that name too. Rename one of the two.',
    ],
  },
  {
    name: 'a resolver that no field declares',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  label: String @requires(fields: "iata")
}
`,
    resolvers: ['Airport.label', 'Airport.lable'],
    problems: [
      'case.graphql:1:6 error There is a resolver "Airport.lable", but no such field in schema/. Did you mean "Airport.label"?',
    ],
  },
  {
    name: 'a query field without resolver',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
extend type Query {
  closest: Airport
}
`,
    problems: [
      'case.graphql:6:3 error Field "Query.closest" has no resolver. Write a resolver "Query.closest" in resolvers/, or remove the field: the fields of a table come from @table by themselves.',
    ],
  },
  {
    name: '@model where there are no models',
    models: [],
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score: Float @model(endpoint: "scores")
}
`,
    problems: ['case.graphql:3:33 error Model "scores" is not in gateway.yaml. It has no section models.'],
  },
  {
    name: '@model of a misspelt model',
    models: MODELS,
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score: Float @model(endpoint: "score")
}
`,
    problems: ['case.graphql:3:33 error Model "score" is not in gateway.yaml. Did you mean "scores"?'],
  },
  {
    name: '@model without an input, and with one that the model does not have',
    models: MODELS,
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score: Float @model(endpoint: "scores", inputs: ["latitude", "longitud: longitude"], output: "risk")
}
`,
    problems: [
      'case.graphql:3:51 error Field "Airport.score" leaves out "longitude" and "code" of model "scores". Name what is missing in inputs.',
      'case.graphql:3:64 error Field "Airport.score" gives input "longitud", which model "scores" does not have. Did you mean "longitude"?',
    ],
  },
  {
    name: '@model that reads what is not there',
    models: MODELS,
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score: Float @model(endpoint: "scores", inputs: ["latitude", "longitude: longitud", "code: city"], output: "risk")
}
`,
    problems: [
      'case.graphql:3:64 error Field "Airport.score" reads "longitud", which is neither a column nor an argument. Did you mean "longitude"?',
    ],
  },
  {
    name: '@model with inputs of other types',
    models: MODELS,
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score(hour: Float): Float @model(endpoint: "scores", inputs: ["latitude: name", "longitude", "code: hour"], output: "risk")
}
`,
    problems: [
      'case.graphql:3:65 error Field "Airport.score" gives column "name" of type STRING to input "latitude" of model "scores", which takes double.',
      'case.graphql:3:96 error Field "Airport.score" gives argument "hour" of type DOUBLE to input "code" of model "scores", which takes string.',
    ],
  },
  {
    name: '@model with an argument that nothing reads, and one that is no scalar',
    models: MODELS,
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score(hour: Float, codes: [String]): Float @model(endpoint: "scores", inputs: ["latitude", "longitude", "code: codes"], output: "risk")
}
`,
    problems: [
      'case.graphql:3:9 error Field "Airport.score" has argument "hour", which no input reads. Remove it, or name it in inputs.',
      'case.graphql:3:29 error Field "Airport.score" has argument "codes" that is no scalar. A model takes single values.',
    ],
  },
  {
    name: '@model with an input twice, and from an argument that is a column',
    models: MODELS,
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score(city: String): Float @model(endpoint: "scores", inputs: ["latitude", "longitude", "latitude", "code: city"], output: "risk")
}
`,
    problems: [
      'case.graphql:3:91 error Field "Airport.score" gives input "latitude" of model "scores" twice. Keep one.',
      'case.graphql:3:103 error Field "Airport.score" reads "city", which is an argument and a column. Rename the argument.',
    ],
  },
  {
    name: '@model that does not say which output, or one that is not there',
    models: MODELS,
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score: Float @model(endpoint: "scores", inputs: ["latitude", "longitude", "code: iata"])
  other: Float @model(endpoint: "scores", inputs: ["latitude", "longitude", "code: iata"], output: "rsk")
  third: Float @model(endpoint: "plain", inputs: ["code: iata"], output: "rsk")
}
`,
    problems: [
      'case.graphql:3:16 error Field "Airport.score" takes which value of model "scores"? Add output: risk or level.',
      'case.graphql:4:100 error Field "Airport.other" takes output "rsk", which model "scores" does not give. Did you mean "risk"?',
      'case.graphql:5:74 error Field "Airport.third" takes output "rsk", which model "plain" does not give. Its predictions are one value: remove output.',
    ],
  },
  {
    name: '@model of a type that does not carry the output',
    models: MODELS,
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  score: Int @model(endpoint: "scores", inputs: ["latitude", "longitude", "code: iata"], output: "risk")
  level: Float @model(endpoint: "plain", inputs: ["code: iata"])
  list: [Float] @model(endpoint: "plain", inputs: ["code: iata"])
}
`,
    problems: [
      'case.graphql:3:10 error What model "scores" gives to field "Airport.score" is DOUBLE, which Int cannot carry. Write Float in its place.',
      'case.graphql:4:10 error What model "plain" gives to field "Airport.level" is STRING, which Float cannot carry. Write String or ID in its place.',
      'case.graphql:5:9 error Field "Airport.list" is one value of a row, but a list is no scalar. Write one of ID, String, Boolean, Int, Float, BigInt, Decimal, Date, Time, DateTime, JSON, UUID or Bytes.',
    ],
  },
  {
    name: 'models whose columns are one name in GraphQL',
    models: [
      {
        ...PLAIN,
        inputs: [
          { name: 'the code', type: 'string' },
          { name: 'the_code', type: 'string' },
        ],
      },
    ],
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: [
      'gateway.yaml:1:1 error Inputs of model "plain" "the code" and "the_code" would both be called "theCode" in GraphQL. Rename one of the two.',
    ],
  },
  {
    name: 'reserved field names',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  not: String @column(name: "name")
}
`,
    problems: [
      'case.graphql:3:3 error Field "Airport.not" would clash with "not" of the filters. Choose another name and give the column with @column.',
    ],
  },
  {
    name: "GraphQL's own names",
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  __name: String @column(name: "name")
}
`,
    problems: [
      'case.graphql:3:3 error Name "__name" must not begin with "__", which is reserved by GraphQL introspection.',
    ],
  },
  {
    name: 'reserved type names',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
type PageInfo {
  a: Int
}
`,
    problems: ['case.graphql:5:6 error Type name "PageInfo" is one of the gateway\'s own. Choose another name.'],
  },
  {
    name: 'a type name that is made',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  name: String
}
enum AirportFilter {
  A
}
`,
    problems: [
      'case.graphql:5:6 error Type name "AirportFilter" is one that the gateway makes for type "Airport". Choose another name.',
    ],
  },
  {
    name: 'root fields that collide',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports", plural: "airport") @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: [
      'case.graphql:1:6 error Query field "airport" of type "Airport" is taken by type "Airport". Give another name with @table(plural: "…").',
    ],
  },
  {
    name: 'a grouping field that collides',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @key(fields: "iata") {
  iata: String!
  departures: [Flight!]! @join(on: [{ from: "iata", to: "origin_iata" }])
  departureGroups: String @column(name: "name")
}
type Flight @table(source: "lakehouse", name: "lakehouse.gold.flights") @key(fields: "id") {
  id: ID! @column(name: "flight_id")
  delay: Int
}
`,
    problems: [
      'case.graphql:3:3 error Field "Airport.departures" brings a grouping field "departureGroups", which is taken by field "Airport.departureGroups". Rename one of the two.',
    ],
  },
  {
    name: 'a mapping in a type without table',
    sdl: `type Label @key(fields: "a") {
  a: Int @column(name: "b")
}
`,
    problems: [
      'case.graphql:1:12 error @key works only in a type with @table, and "Label" has none. Add @table, or remove it.',
      'case.graphql:2:10 error @column works only in a type with @table, and "Label" has none. Add @table, or remove it.',
    ],
  },
  {
    name: 'cacheControl below zero',
    sdl: `type Airport @table(source: "lakehouse", name: "lakehouse.gold.airports") @cacheControl(maxAge: -1) @key(fields: "iata") {
  iata: String!
  name: String
}
`,
    problems: ['case.graphql:1:97 error @cacheControl(maxAge:) is a number of seconds: write 0 or more.'],
  },
];
