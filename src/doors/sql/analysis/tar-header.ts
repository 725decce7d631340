export const TAR_BLOCK_BYTES = 512;

/** Where a header holds the name of its file, its size in octal digits, and what it is. */
const NAME = { start: 0, end: 100 } as const;
const SIZE = { start: 124, end: 136 } as const;
const KIND = 156;
const FOLDER = '5'.charCodeAt(0);

export interface TarHeader {
  /** Empty behind the last file. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
  /** From the header's own start to the next. */
  readonly blockBytes: number;
}

function textOf(header: Buffer, { start, end }: { readonly start: number; readonly end: number }): string {
  return header.toString('latin1', start, end).replace(/\0.*$/su, '').trim();
}

/** @throws Error if it is none */
export function readTarHeader(header: Buffer): TarHeader {
  const name = textOf(header, NAME);
  const sizeBytes = name === '' ? 0 : Number.parseInt(textOf(header, SIZE), 8);
  if (Number.isNaN(sizeBytes) || header.length < TAR_BLOCK_BYTES) throw unreadableImage();
  const blockBytes = TAR_BLOCK_BYTES + Math.ceil(sizeBytes / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
  return { name, isFolder: header[KIND] === FOLDER, sizeBytes, blockBytes };
}

export function unreadableImage(): Error {
  return new Error('the packed data directory cannot be read');
}
