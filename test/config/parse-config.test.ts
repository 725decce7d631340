import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { gatewaySchema } from '../../src/config/config.js';
import { interpolate } from '../../src/config/interpolate.js';
import { parseConfig } from '../../src/config/parse-config.js';
import { secret } from '../../src/config/secret.js';
import { nearestName } from '../../src/lib/nearest-name.js';

describe('secrets', () => {
  const schema = z.strictObject({ store: z.strictObject({ password: secret() }) });
  const parse = (text: string, env: Record<string, string> = {}) => parseConfig(schema, text, 'f.yaml', env);

  test('come from the environment', () => {
    const { settings, problems } = parse(`store: { password: "\${PW}" }`, { PW: '12345' });
    expect(problems).toEqual([]);
    expect(settings?.store.password.reveal()).toBe('12345');
  });

  test.each(['hunter2', `\${PW:-hunter2}`, `x\${PW}`])('may not be spelled out in the file: %s', (value) => {
    const { settings, problems } = parse(`store:\n  password: "${value}"`, { PW: 'p' });
    expect(settings).toBeUndefined();
    expect(problems).toEqual([
      {
        place: 'f.yaml:2:13',
        setting: 'store.password',
        message: `a secret must not stand in the file, nor its default; expected \${VAR}`,
      },
    ]);
  });

  test('do not print', () => {
    const { settings } = parse(`store: { password: "\${PW}" }`, { PW: 'hunter2' });
    const printed = [
      JSON.stringify(settings),
      inspect(settings, { depth: 9, showHidden: true }),
      `${settings?.store.password}`,
    ];
    expect(printed.join()).not.toContain('hunter2');
    expect(printed[0]).toBe('{"store":{"password":"[secret]"}}');
  });
});

describe('interpolation', () => {
  test.each([
    [`a\${X}b`, 'a1b'],
    [`\${X}\${X}`, '11'],
    [`\${Y:-d}`, 'd'],
    [`\${EMPTY:-d}`, 'd'],
    [`\${EMPTY}`, ''],
    [`\${Y:-}`, ''],
    [`\${Y:-a:-b}`, 'a:-b'],
    [`$\${X}`, `\${X}`],
    ['$X', '$X'],
  ])('%s gives %s', (text, value) => {
    expect(interpolate(text, { X: '1', EMPTY: '' })).toMatchObject({ value, faults: [] });
  });

  test('names of object members are not variables', () => {
    expect(interpolate(`\${toString}`, Object.create(null)).faults).toHaveLength(1);
    expect(interpolate(`\${constructor:-safe}`, {}).value).toBe('safe');
  });
});

test.each([
  ['maxPagesize', 'maxPageSize'],
  ['maxPageSzie', 'maxPageSize'],
  ['MAXROWS', 'maxRows'],
  ['zebra', undefined],
  ['x'.repeat(100_000), undefined],
])('the nearest name of %.20s is %s', (name, expected) => {
  expect(nearestName(name, ['maxPageSize', 'maxRows'])).toBe(expected);
});

test('no text makes the parser throw, and what it refuses has a place', () => {
  const word = fc.constantFrom(
    'sources',
    'limits',
    'kind',
    'duckdb',
    ':',
    ' ',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '&a',
    '*a',
    '${X',
    '}',
    '"',
    '<<',
    '!!binary',
    '1e999',
    '~',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
      ),
      (text) => {
        const { settings, problems } = parseConfig(gatewaySchema, text, 'f.yaml', {});
        expect(settings === undefined).toBe(problems.length > 0);
        for (const problem of problems) expect(problem.place).toMatch(/^f\.yaml:\d+:\d+$/);
      },
    ),
    { numRuns: 1500 },
  );
});
