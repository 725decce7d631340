import type { ParserScope } from '../../src/parser/scope.js';
import { column } from '../../src/query/build.js';
import type { Field } from '../../src/query/relation.js';
import {
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  STRING,
  TIMESTAMP_NTZ,
} from '../../src/query/types.js';

const fieldsOf = (types: Readonly<Record<string, DataType>>): readonly Field[] =>
  Object.entries(types).map(([name, type]) => ({ name, type, nullable: true }));

/** The parameters of the tested bodies, the table `p` of the test database. */
export const PARAMETERS = fieldsOf({
  region: STRING,
  n: INT32,
  big: INT64,
  amount: decimalType(10, 2),
  x: FLOAT64,
  flag: BOOLEAN,
  d: DATE,
  ts: TIMESTAMP_NTZ,
});

export const TABLES: Readonly<Record<string, readonly Field[]>> = {
  acl: fieldsOf({ member: STRING, region: STRING, level: INT32, user: STRING }),
  airports: fieldsOf({ iata: STRING, state: STRING, size: INT32 }),
};

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

export const scope: ParserScope = {
  column(nameParts) {
    const field = nameParts.length === 1 && PARAMETERS.find(({ name }) => same(name, nameParts[0] ?? ''));
    return field ? column('p', field.name, field.type) : undefined;
  },
  table(nameParts) {
    const name = nameParts.at(-1)?.toLowerCase() ?? '';
    const fields = TABLES[name];
    const prefix = nameParts.slice(0, -1).join('.').toLowerCase();
    if (fields === undefined || !['', 'gov', 'lake.gov'].includes(prefix)) return undefined;
    return { reference: { source: 'lake', name: `lake.gov.${name}` }, fields };
  },
};
