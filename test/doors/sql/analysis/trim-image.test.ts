import { describe, expect, it } from 'vitest';
import { trimImage } from '../../../../src/doors/sql/analysis/trim-image.js';

const SEGMENTS = { first: '000000010000000000000003', last: '000000010000000000000004' };

function entry(name: string, contents = ''): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${contents.length.toString(8).padStart(11, '0')}\0`, 124);
  const body = Buffer.alloc(Math.ceil(contents.length / 512) * 512);
  body.write(contents);
  return Buffer.concat([header, body]);
}

const END = Buffer.alloc(1024);

describe('trimImage', () => {
  it('drops template databases and write-ahead log that no start reads, and nothing else', () => {
    const kept = [
      entry('/PG_VERSION', '18'),
      entry('/base/5/1259', 'x'.repeat(700)),
      entry('/base/14/1'),
      entry('/pg_wal/000000010000000000000003', 'first'),
      entry('/pg_wal/000000010000000000000004', 'last'),
      entry('/pg_wal/archive_status'),
    ];
    const dropped = [
      entry('/base/1/1259', 'y'.repeat(513)),
      entry('/base/4/PG_VERSION', '18'),
      entry('/pg_wal/000000010000000000000002', 'before'),
      entry('/pg_wal/000000010000000000000005', 'after'),
    ];
    const mixed = kept.flatMap((one, index) => [one, ...dropped.slice(index, index + 1)]);
    expect(trimImage(Buffer.concat([...mixed, END]), SEGMENTS)).toEqual(Buffer.concat([...kept, END]));
  });

  it('refuses what is cut off', () => {
    const cut = entry('/PG_VERSION', '18').subarray(0, 600);
    expect(() => trimImage(cut, SEGMENTS)).toThrow('cannot be read');
  });
});
