import { readTarHeader, TAR_BLOCK_BYTES, unreadableImage } from './tar-header.js';

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

/**
 * A packed data directory without the template databases and without write-ahead log that no start reads: a third of
 * its size, which every catalog holds in memory several times over while it starts.
 */
export function trimImage(image: Buffer, segments: WalSegments): Buffer {
  const kept: Buffer[] = [];
  for (let at = 0; at + TAR_BLOCK_BYTES <= image.length; ) {
    const { name, blockBytes } = readTarHeader(image.subarray(at, at + TAR_BLOCK_BYTES));
    const end = at + blockBytes;
    if (end > image.length) throw unreadableImage();
    if (name === '' || isNeeded(name, segments)) kept.push(image.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
