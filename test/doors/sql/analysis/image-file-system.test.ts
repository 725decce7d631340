import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImageFileSystem } from '../../../../src/doors/sql/analysis/image-file-system.js';

function entry(name: string, kind: '0' | '5', contents = ''): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(`${contents.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(kind, 156);
  const body = Buffer.alloc(Math.ceil(contents.length / 512) * 512);
  body.write(contents);
  return Buffer.concat([header, body]);
}

const LONG = 'x'.repeat(700);
const FILES = [
  entry('/base', '5'),
  entry('/base/5/1259', '0', LONG),
  entry('PG_VERSION', '0', '18'),
  entry('/empty', '0'),
];
const IMAGE = Buffer.concat([...FILES, Buffer.alloc(1024)]);

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medallion-image-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** What is made of an image, in the order of its making. */
async function filled(image: string | Blob): Promise<readonly string[]> {
  const made: string[] = [];
  const files = {
    mkdirTree: (path: string) => made.push(path),
    writeFile: (path: string, contents: Uint8Array) => made.push(`${path}: ${Buffer.from(contents).toString()}`),
  };
  const system = new ImageFileSystem(image);
  await system.init({ Module: { FS: files } } as unknown as PGlite, {});
  await system.initialSyncFs();
  return made;
}

describe('ImageFileSystem', () => {
  it('begins with the files of an image, on disk or in memory', async () => {
    const path = join(folder, 'image.tar');
    await writeFile(path, IMAGE);
    const expected = [
      '/pglite/data/base',
      '/pglite/data/base/5',
      `/pglite/data/base/5/1259: ${LONG}`,
      '/pglite/data',
      '/pglite/data/PG_VERSION: 18',
      '/pglite/data',
      '/pglite/data/empty: ',
    ];
    expect(await filled(path)).toEqual(expected);
    expect(await filled(new Blob([IMAGE]))).toEqual(expected);
  });

  it('refuses an image that is cut off', async () => {
    const path = join(folder, 'cut.tar');
    const cut = IMAGE.subarray(0, 1200);
    await writeFile(path, cut);
    await expect(filled(path)).rejects.toThrow('cannot be read');
    await expect(filled(new Blob([cut]))).rejects.toThrow('cannot be read');
  });
});
