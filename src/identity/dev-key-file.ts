import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { GatewayError } from '../errors.js';

const fileName = 'signing-key.json';

function codeOf(thrown: unknown): unknown {
  return typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'code') : undefined;
}

function isPrivateKey(value: unknown): value is JWK {
  if (typeof value !== 'object' || value === null) return false;
  return ['kid', 'x', 'y', 'd'].every((name) => typeof Reflect.get(value, name) === 'string');
}

async function readKey(path: string): Promise<JWK | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      const message = `${path} can be read by other users of this machine; delete it, and a new key will be made.`;
      throw new GatewayError('CONFIG_INVALID', message);
    }
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  let key: unknown;
  try {
    key = JSON.parse(text);
  } catch {
    // Handled below: what is not JSON is not a key either.
  }
  if (isPrivateKey(key)) return key;
  throw new GatewayError('CONFIG_INVALID', `${path} is not a key; delete it, and a new one will be made.`);
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: `dev-${randomUUID()}`, alg: 'ES256', use: 'sig' };
}

/**
 * Writes the key beside its place and links it there. The link appears whole or not at all, and it fails if another
 * process was first, whose key then counts for both.
 */
async function publishKey(folder: string, path: string, key: JWK): Promise<void> {
  const draft = join(folder, `.${randomUUID()}.tmp`);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(key)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  } finally {
    await unlink(draft);
  }
}

/**
 * The dev issuer's private key (ES256, as a JWK), made in `folder` if it is not there yet. Only this user can read it.
 * @throws GatewayError CONFIG_INVALID if the file is there but is no key, if others can read it, or if the folder
 *   cannot be written to.
 */
export async function loadDevKey(folder: string): Promise<JWK> {
  try {
    return await openKey(folder);
  } catch (thrown) {
    if (thrown instanceof GatewayError) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new GatewayError('CONFIG_INVALID', `The dev issuer cannot keep its key in ${folder}: ${reason}`);
  }
}

async function openKey(folder: string): Promise<JWK> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, fileName);
  const existing = await readKey(path);
  if (existing !== undefined) return existing;
  await publishKey(folder, path, await makeKey());
  const key = await readKey(path);
  if (key === undefined) throw new GatewayError('CONFIG_INVALID', `${path} vanished while the gateway started.`);
  return key;
}
