const BLOCK_BYTES = 512;
/** Where a tar header holds the name and the size of its file, in octal digits. */
const NAME = { start: 0, end: 100 } as const;
const SIZE = { start: 124, end: 136 } as const;

export interface WalSegments {
  /** The file that the last checkpoint begins in. */
  readonly first: string;
  /** The file that is written to. */
  readonly last: string;
}

const SEGMENT = /^\/?pg_wal\/([0-9A-F]{24})$/u;
/** Folders of template1 and template0, which nobody connects to. */
const TEMPLATE = /^\/?base\/(1|4)\//u;

function isNeeded(name: string, { first, last }: WalSegments): boolean {
  const segment = SEGMENT.exec(name)?.[1];
  if (segment !== undefined) return segment >= first && segment <= last;
  return !TEMPLATE.test(name);
}

function textOf(header: Buffer, { start, end }: { readonly start: number; readonly end: number }): string {
  return header.toString('latin1', start, end).replace(/\0.*$/su, '').trim();
}

/**
 * A packed data directory without the template databases and without write-ahead log that no start reads: a third of
 * its size, which every catalog holds in memory several times over while it starts.
 */
export function trimImage(image: Buffer, segments: WalSegments): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at + BLOCK_BYTES <= image.length; ) {
    const header = image.subarray(at, at + BLOCK_BYTES);
    const name = textOf(header, NAME);
    const sizeBytes = name === '' ? 0 : Number.parseInt(textOf(header, SIZE), 8);
    const end = at + BLOCK_BYTES + Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
    if (Number.isNaN(end) || end > image.length) throw new Error('the packed data directory cannot be read');
    if (name === '' || isNeeded(name, segments)) kept.push(image.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
