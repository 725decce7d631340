import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
}

export async function makeSigningKey(kid: string, algorithm = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
  return { kid, algorithm, privateKey, publicKey, publicJwk };
}

/** A real HTTP server that publishes keys, counts who asks, and can be made to fail. */
export interface KeyServer extends AsyncDisposable {
  readonly uri: string;
  /** Requests so far. */
  readonly requests: number;
  publish(...keys: readonly JWK[]): void;
  /** `ok`: the keys; a number: that status; `slow`: the keys after 100 ms; `hang`: no answer; `reset`: the connection is cut. */
  behave(how: 'ok' | 'slow' | 'hang' | 'reset' | 'garbage' | 302 | 500): void;
}

export async function startKeyServer(...initial: readonly JWK[]): Promise<KeyServer> {
  let keys = initial;
  let behaviour: Parameters<KeyServer['behave']>[0] = 'ok';
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    if (behaviour === 'hang') return;
    if (behaviour === 'reset') {
      request.socket.destroy();
      return;
    }
    if (behaviour === 'slow') setTimeout(() => response.end(JSON.stringify({ keys })), 100);
    else if (behaviour === 'ok') response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
    else if (behaviour === 'garbage') response.end('<html>');
    else response.writeHead(behaviour, { location: `${uri}/elsewhere` }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  return {
    uri,
    get requests() {
      return requests;
    },
    publish(...next) {
      keys = next;
    },
    behave(how) {
      behaviour = how;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
