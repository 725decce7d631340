import { statSync } from 'node:fs';
import { GatewayError } from '../../errors.js';

/**
 * A token that changes when a file is replaced or rewritten. Synchronous on purpose: it takes microseconds, while an
 * asynchronous call would wait behind running statements for a thread of Node's small pool.
 * @throws GatewayError SOURCE_UNAVAILABLE if there is no such file.
 */
export function fileVersion(path: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].map((part) => part.toString(36)).join('-');
  } catch (error) {
    const operatorDetail = error instanceof Error ? error.message : String(error);
    throw new GatewayError('SOURCE_UNAVAILABLE', 'A file of the source is missing.', { operatorDetail, cause: error });
  }
}
