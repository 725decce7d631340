import { readFile } from 'node:fs/promises';

/** A file in memory. Threads share it; a Blob that is backed by the file itself cannot be handed to one. */
export async function readBlob(path: string): Promise<Blob> {
  return new Blob([await readFile(path)]);
}
