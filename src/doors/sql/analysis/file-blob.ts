import { readFile } from 'node:fs/promises';

/** A file's bytes, read when they are asked for and held by nobody but who asked: a Blob itself would keep a copy. */
export class FileBlob extends Blob {
  constructor(private readonly path: string) {
    super([]);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteOffset, byteLength } = await readFile(this.path);
    // A Buffer of Node's shared pool stands among others'.
    const isWhole = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
    return isWhole ? buffer : new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
  }
}
