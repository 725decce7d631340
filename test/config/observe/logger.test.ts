import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors.js';
import { createLogger, type Logger, requestLogger } from '../../../src/observe/logger.js';
import { prettyLine } from '../../../src/observe/pretty-stream.js';
import { redact } from '../../../src/observe/redact.js';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2lnbmF0dXJl';
const apiKey = 'mdk_live_abc_s3cret_1f';

function logged(
  write: (logger: Logger) => void,
  pretty: 'always' | 'never' = 'never',
  logLevel: 'info' | 'debug' = 'info',
) {
  const target = new PassThrough();
  write(createLogger({ logLevel, pretty }, target));
  return String(target.read() ?? '');
}

describe('levels and bindings', () => {
  test('what is below the level is not written', () => {
    const write = (logger: Logger) => logger.debug('hello');
    expect(logged(write)).toBe('');
    expect(logged(write, 'never', 'debug')).toContain('hello');
  });

  test('each line of a request bears its id', () => {
    const line = logged((logger) => requestLogger(logger, 'r-1').info({ rows: 7 }, 'done'));
    expect(JSON.parse(line)).toMatchObject({ requestId: 'r-1', rows: 7, msg: 'done', level: 30 });
  });
});

describe('redaction', () => {
  const circular: Record<string, unknown> = { authorization: jwt };
  circular.self = circular;
  const failure = new GatewayError('INTERNAL', `bad ${apiKey}`, {
    operatorDetail: `with ${jwt}`,
    cause: new Error(`from ${jwt}`),
  });

  test.each<[string, (logger: Logger) => void]>([
    ['a message', (logger) => logger.info(`token ${jwt} and ${apiKey}`)],
    ['a message with arguments', (logger) => logger.info('token %s %o', jwt, { key: apiKey })],
    ['a line break before it', (logger) => logger.info(`\n${jwt}\t${apiKey}`)],
    ['a URL', (logger) => logger.info({ url: `/graphql?access_token=${jwt}&key=${apiKey}` }, 'request')],
    ['a field at any depth', (logger) => logger.info({ a: { b: [{ c: { d: jwt } }, apiKey] } })],
    ['a circular object', (logger) => logger.info(circular)],
    ['an error with detail and cause', (logger) => logger.error(failure)],
    ['an error in a field', (logger) => logger.error({ err: failure, extra: failure.operatorDetail }, 'failed')],
    ['a binding', (logger) => logger.child({ token: jwt, apiKey }).info('hello')],
    ['the name of a field', (logger) => logger.info({ [apiKey]: 1, [jwt]: 2 })],
    ['a truncated token', (logger) => logger.info(jwt.slice(0, -5))],
    ['JSON in a message', (logger) => logger.info(JSON.stringify({ authorization: `Bearer ${jwt}`, k: apiKey }))],
  ])('takes credentials out of %s', (_name, write) => {
    for (const pretty of ['always', 'never'] as const) {
      const text = logged(write, pretty);
      expect(text).toContain('[redacted]');
      for (const secret of ['eyJhbGci', 'eyJzdWI', 'c2lnbmF0', 's3cret']) expect(text).not.toContain(secret);
    }
  });

  test.each([
    { authorization: 'Basic dXNlcjpwdw==' },
    {
      headers: {
        Authorization: 'opaque"quoted',
        'X-API-Key': 'short',
        Cookie: 'a=opaque; b=c',
        'set-cookie': ['opaque]', 'x'],
      },
    },
    { text: JSON.stringify({ authorization: 'opaque thing', other: 1 }) },
    { rawHeaders: ['Host', 'x', 'Authorization', 'opaque', 'X-Api-Key', 'short'] },
    { text: 'sent Authorization: Bearer opaqueTOKEN123' },
    { text: 'sent Basic dXNlcjpwdw==' },
  ])('takes out values of credential headers that look like nothing: %j', (fields) => {
    const line = logged((logger) => logger.info(fields));
    expect(line).not.toMatch(/opaque|short|dXNlc/);
    expect(() => JSON.parse(line)).not.toThrow();
  });

  test.each([
    'Bearer tokens are required',
    'SELECT f.delay FROM lakehouse.gold.flights AS f',
    'keyJson.parse failed at /srv/app/node_modules/some.package/index.js:12:7',
    'the cookie is set by the authorization server',
    '2026-01-01T00:00:00.000Z 127.0.0.1 flights.demo',
  ])('leaves other text alone: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  test('a line stays JSON, and hides a token wherever it stands', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(jwt, apiKey, '"', '\\', 'Bearer ', 'authorization', '":"', ']', '.'),
    );
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        text,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(text, fc.constantFrom('authorization', 'Cookie')), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(value, (data) => {
        const line = redact(JSON.stringify({ data }));
        expect(() => JSON.parse(line)).not.toThrow();
        for (const secret of ['eyJzdWI', 's3cret']) expect(line).not.toContain(secret);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    ['eyJ', 'eyJ'],
    ['backslashes', '\\'],
    ['dots', '.'],
    ['quotes', '"'],
    ['names', '"cookie":['],
    ['quoted names', '\\"cookie\\":\\"'],
    ['texts with names', '"cookie":"'],
    ['schemes', 'Bearer '],
    ['words', 'a'],
    ['key starts', 'mdk_'],
  ])('takes linear time on 100,000 characters of %s', (_name, piece) => {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    const begin = performance.now();
    redact(text);
    redact(JSON.stringify({ text, authorization: 'x' }));
    expect(performance.now() - begin).toBeLessThan(1000);
  });
});

describe('lines for people', () => {
  test('show time, level, message and fields', () => {
    const json = '{"level":40,"time":"2026-01-01T10:20:30.123Z","requestId":"r-1","rows":[1,2],"msg":"slow"}';
    expect(prettyLine(json)).toBe('10:20:30.123 WARN  slow requestId=r-1 rows=[ 1, 2 ]\n');
  });

  test('show the stack of an error', () => {
    expect(logged((logger) => logger.error(new Error('boom')), 'always')).toMatch(/ERROR boom\nError: boom\n {4}at /);
  });

  test('do not pass control characters on to the terminal', () => {
    expect(logged((logger) => logger.info('a\u001b[2Jb\u0007\u009bc'), 'always')).toContain('a[2Jbc\n');
  });
});
