import type { DatabaseDescription } from '../../../../src/doors/sql/analysis/database-description.js';
import {
  arrayType,
  BINARY,
  BOOLEAN,
  DATE,
  type DataType,
  decimalType,
  FLOAT64,
  INT32,
  INT64,
  INTERVAL,
  JSON_TYPE,
  STRING,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  UUID,
} from '../../../../src/query/types.js';

const columns = (entries: readonly (readonly [string, DataType, string?])[], required: readonly string[] = []) =>
  entries.map(([name, type, comment]) => ({ name, type, comment, nullable: !required.includes(name) }));

/** Two schemas; a foreign key to a visible and one to a hidden table; a column of every type; awkward names. */
export const SAMPLE: DatabaseDescription = {
  key: 'sample',
  database: 'lakehouse',
  searchPath: ['gold'],
  foreignSchemas: new Set(),
  tables: [
    {
      fullName: 'lakehouse.gold.airports',
      schema: 'gold',
      name: 'airports',
      comment: "Every airport, it's all",
      columns: columns(
        [
          ['iata', STRING, 'Three letters'],
          ['city', STRING],
          ['elevation', INT32],
        ],
        ['iata'],
      ),
      primaryKey: ['iata'],
      foreignKeys: [],
    },
    {
      fullName: 'lakehouse.gold.flights',
      schema: 'gold',
      name: 'flights',
      comment: undefined,
      columns: columns(
        [
          ['id', INT64],
          ['origin', STRING],
          ['carrier', STRING],
          ['delay', INT32],
          ['distance', FLOAT64],
          ['fare', decimalType(12, 2)],
          ['departed', TIMESTAMP],
        ],
        ['id'],
      ),
      primaryKey: ['id'],
      foreignKeys: [
        { columns: ['origin'], parentSchema: 'gold', parentTable: 'airports', parentColumns: ['iata'] },
        { columns: ['carrier'], parentSchema: 'secret', parentTable: 'carriers', parentColumns: ['code'] },
      ],
    },
    {
      fullName: 'lakehouse.Odd "Schema".every type',
      schema: 'Odd "Schema"',
      name: 'every type',
      comment: 'Zeichen: äöü 飛行機 🛫',
      columns: columns([
        ['a boolean', BOOLEAN],
        ['Tiny', { kind: 'integer', bits: 8 }],
        ['small', { kind: 'integer', bits: 16 }],
        ['real', { kind: 'float', bits: 32 }],
        ['bytes', BINARY],
        ['day', DATE],
        ['clock', TIME],
        ['wall', TIMESTAMP_NTZ],
        ['span', INTERVAL],
        ['uid', UUID],
        ['doc', JSON_TYPE],
        ['tags', arrayType(STRING)],
        ['paren ) ( } { \\ "quote"', STRING],
        [`long_${'x'.repeat(80)}1`, STRING],
        [`long_${'x'.repeat(80)}2`, STRING],
        ['空港', STRING],
      ]),
      primaryKey: [],
      foreignKeys: [],
    },
  ],
};
