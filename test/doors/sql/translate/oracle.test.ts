import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governed } from './governed.js';
import { Oracle } from './oracle.js';
import { PARAMETERISED } from './parameters.js';
import { randomConstants } from './random-constants.js';

const FOLDER = join(import.meta.dirname, 'statements');

/** A statement a line, in files by topic. */
const TOPICS = readdirSync(FOLDER).map((file) => ({
  topic: file.replace('.sql', ''),
  statements: readFileSync(join(FOLDER, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/;$/u, '')),
}));

let oracle: Oracle;

beforeAll(async () => {
  oracle = await Oracle.open();
}, 60_000);

afterAll(async () => {
  await oracle.close();
});

describe.each(TOPICS)('$topic: rows and types are those of Postgres', ({ statements }) => {
  it.each(statements)('%s', async (statement) => {
    expect(await oracle.compare(statement)).toEqual({ kind: 'same' });
  });

  it.each(statements)('with policies: %s', async (statement) => {
    expect(await oracle.compare(statement, [], governed)).toEqual({ kind: 'same' });
  });
});

describe('parameters: rows and types are those of Postgres', () => {
  it.each(PARAMETERISED)('$statement', async ({ statement, parameters }) => {
    expect(await oracle.compare(statement, parameters)).toEqual({ kind: 'same' });
  });
});

describe('constants of all types are read as they lie in memory', () => {
  it.each(Array.from({ length: 20 }, (_, seed) => seed))('seed %i', async (seed) => {
    const constants = randomConstants(seed, 57).map((constant, index) => `${constant} AS k${index}`);
    expect(await oracle.compare(`SELECT ${constants.join(', ')}`)).toEqual({ kind: 'same' });
  });
});
