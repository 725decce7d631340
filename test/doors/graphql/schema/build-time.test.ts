import { expect, test } from 'vitest';
import type { ContractType, GraphQLScalarName } from '../../../../src/catalog/contract.js';
import { buildSchema } from '../../../../src/doors/graphql/schema/build-schema.js';
import { SCALAR_NAMES } from '../../../../src/doors/graphql/schema/scalars.js';
import { column, contractOf, contractType, measure, OPTIONS, toMany, toOne } from './demo-contract.js';

const TABLES = 50;
const COLUMNS = 20;
const ROUNDS = 15;

/** The time depends on the machine, so it is printed, not asserted; what is asserted is that all of it was built. */
test(`builds the schema of ${TABLES} tables`, () => {
  const contract = contractOf(Array.from({ length: TABLES }, (_, index) => table(index)));
  const durationsMs = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    buildSchema(contract, OPTIONS);
    return performance.now() - started;
  });
  const schema = buildSchema(contract, OPTIONS);
  const typeCount = Object.keys(schema.getTypeMap()).length;
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(ROUNDS / 2)] ?? Number.NaN;
  console.log(
    `schema of ${TABLES} tables × ${COLUMNS} columns, ${typeCount} types: ` +
      `first ${durationsMs[0]?.toFixed(1)} ms, median ${median.toFixed(1)} ms, best ${sorted[0]?.toFixed(1)} ms`,
  );
  expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toHaveLength(3 * TABLES);
  expect(typeCount).toBeGreaterThan(TABLES * 25);
});

function table(index: number): ContractType {
  const scalars = Array.from({ length: COLUMNS }, (_, position): GraphQLScalarName => {
    return SCALAR_NAMES[position % SCALAR_NAMES.length] ?? 'String';
  });
  return contractType(`Table${index}`, {
    key: ['column0'],
    fields: [
      ...scalars.map((scalar, position) => column(`column${position}`, scalar, { description: `Column ${position}.` })),
      toOne('next', `Table${(index + 1) % TABLES}`),
      toMany('previous', `Table${(index + TABLES - 1) % TABLES}`, 'previousGroups'),
    ],
    measures: [measure('rate', 'Float')],
  });
}
