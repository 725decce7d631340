import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GatewayError } from '../errors.js';

/** The name in the package.json of the folder, or undefined where there is no readable one. */
function packageName(folder: string): unknown {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof parsed === 'object' && parsed !== null && 'name' in parsed ? parsed.name : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The nearest folder at or above `from` whose package.json bears this name. Works alike from sources and from dist.
 * @param from a path, or a file URL such as `import.meta.url`.
 * @throws GatewayError CONFIG_INVALID if no folder above has it.
 */
export function findPackageRoot(name: string, from: string): string {
  const start = from.startsWith('file:') ? fileURLToPath(from) : from;
  for (let folder = start; ; folder = dirname(folder)) {
    if (packageName(folder) === name) return folder;
    if (dirname(folder) === folder) {
      throw new GatewayError('CONFIG_INVALID', `No folder above ${start} holds the package.json of ${name}.`);
    }
  }
}

/** The folder of the gateway's own package. */
export function packageRoot(): string {
  return findPackageRoot('medallion-gateway', import.meta.url);
}
