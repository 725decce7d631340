import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { GatewayError } from '../../errors.js';
import type { SdlFile } from './sdl-file.js';

/** How messages name a file: from the working directory where it lies below, so that the line can be clicked. */
export function displayPath(path: string): string {
  const fromHere = relative(process.cwd(), resolve(path));
  const outside = fromHere.startsWith('..') || isAbsolute(fromHere);
  return (outside ? resolve(path) : fromHere).split(sep).join('/');
}

/**
 * The `.graphql` files of the schema folder and the folders in it, hidden ones left out, in the order of their names.
 * @throws GatewayError CONTRACT_INVALID if the folder cannot be read.
 */
export async function readSdlFiles(schemaDir: string, signal: AbortSignal): Promise<readonly SdlFile[]> {
  const names = await readdir(schemaDir, { recursive: true }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GatewayError(
      'CONTRACT_INVALID',
      `${displayPath(schemaDir)}:1:1 error The schema folder cannot be read (${reason}). Make it, or run "medallion init".`,
      { cause },
    );
  });
  // Kubernetes mounts a ConfigMap as links into a hidden folder: its files would count twice.
  const isHidden = (name: string) => name.split(sep).some((part) => part.startsWith('.'));
  const paths = names.filter((name) => name.endsWith('.graphql') && !isHidden(name)).sort();
  return Promise.all(
    paths.map(async (name) => ({
      name: displayPath(join(schemaDir, name)),
      text: await readFile(join(schemaDir, name), { encoding: 'utf8', signal }),
    })),
  );
}
