import { readFileSync } from 'node:fs';
import { GatewayError } from '../errors.js';

/** The text of a PEM file. @param what names it to the operator @throws GatewayError CONFIG_INVALID */
export function readPem(path: string, what: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.includes('-----BEGIN ')) return text;
  } catch (cause) {
    throw new GatewayError('CONFIG_INVALID', `${what}: ${path} cannot be read.`, { cause });
  }
  throw new GatewayError('CONFIG_INVALID', `${what}: ${path} is no PEM file.`);
}
