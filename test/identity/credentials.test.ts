import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/errors.js';
import { readCredential } from '../../src/identity/credentials.js';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2lnbmF0dXJl';
const apiKey = 'mdk_live_abc_s3cret_1f';

function refusal(rawHeaders: readonly string[]): GatewayError {
  try {
    readCredential(rawHeaders);
  } catch (thrown) {
    if (!(thrown instanceof GatewayError)) throw thrown;
    const printed = inspect(thrown, { depth: 9, showHidden: true });
    expect(printed).not.toContain(token);
    expect(printed).not.toContain('s3cret');
    return thrown;
  }
  throw new Error('a credential was taken');
}

test.each([
  [['Authorization', `Bearer ${token}`]],
  [['authorization', `bearer ${token}`]],
  [['Host', 'x', 'AUTHORIZATION', `BEARER  ${token} `, 'Accept', '*/*']],
  [['Cookie', `token=${apiKey}`, 'Authorization', `Bearer ${token}`, 'Proxy-Authorization', 'Basic eDp5']],
])('one bearer token is taken: %j', (rawHeaders) => {
  expect(readCredential(rawHeaders)).toEqual({ kind: 'bearer', token });
});

test('a header whose value is the name of another is not one', () => {
  expect(readCredential(['X-Note', 'Authorization', 'Authorization', `Bearer ${token}`]).token).toBe(token);
  expect(refusal(['X-Note', 'Authorization', `Bearer ${token}`, 'x']).code).toBe('UNAUTHENTICATED');
});

test.each([
  ['Authorization twice', ['Authorization', `Bearer ${token}`, 'Authorization', `Bearer ${token}`]],
  ['Authorization twice, one empty', ['Authorization', '', 'authorization', `Bearer ${token}`]],
  ['two tokens joined', ['Authorization', `Bearer ${token}, Bearer ${token}`]],
  ['two tokens joined without a space', ['Authorization', `Bearer ${token},${token}`]],
  ['a token and an API key', ['Authorization', `Bearer ${token}`, 'X-API-Key', apiKey]],
  ['a token and an empty API key', ['Authorization', `Bearer ${token}`, 'X-API-Key', '']],
  ['two API keys', ['X-API-Key', apiKey, 'x-api-key', apiKey]],
  ['two API keys joined', ['X-API-Key', `${apiKey}, ${apiKey}`]],
])('%s is more than one credential', (_name, rawHeaders) => {
  expect(refusal(rawHeaders)).toMatchObject({ code: 'BAD_USER_INPUT', httpStatus: 400 });
});

test.each([
  ['none', [], 'No credential was given'],
  ['an empty one', ['Authorization', ''], 'No credential was given'],
  ['another scheme', ['Authorization', 'Basic eDp5'], 'not of the form "Bearer <token>"'],
  ['a scheme without token', ['Authorization', 'Bearer'], 'not of the form "Bearer <token>"'],
  ['two words', ['Authorization', 'Bearer a b'], 'not of the form "Bearer <token>"'],
  ['characters that no token has', ['Authorization', 'Bearer a"b'], 'not of the form "Bearer <token>"'],
  ['an API key', ['X-API-Key', apiKey], 'API keys are not enabled'],
  ['an API key as bearer', ['Authorization', `Bearer ${apiKey}`], 'API keys are not enabled'],
  ['an empty API key', ['X-API-Key', ''], 'API keys are not enabled'],
])('%s is no credential', (_name, rawHeaders, message) => {
  const error = refusal(rawHeaders);
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED', httpStatus: 401 });
  expect(error.message).toContain(message);
});

describe('over a real socket', () => {
  test('a repeated Authorization is seen, though Node drops it from the parsed headers', async () => {
    let settle: (outcome: string) => void = () => {};
    const outcome = new Promise<string>((resolve) => {
      settle = resolve;
    });
    const server = createServer((request, response) => {
      response.end();
      try {
        readCredential(request.rawHeaders);
        settle('taken');
      } catch (thrown) {
        settle(thrown instanceof GatewayError ? `${request.headers.authorization} ${thrown.code}` : 'broken');
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n',
    );
    expect(await outcome).toBe('Bearer a BAD_USER_INPUT');
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});
