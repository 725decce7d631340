import { closeSync, openSync, readSync } from 'node:fs';
import { MemoryFS } from '@electric-sql/pglite';
import type { StoredImage } from './catalog-protocol.js';
import { readTarHeader, TAR_BLOCK_BYTES, unreadableImage } from './tar-header.js';

/** Where PGlite has its data directory. */
const DATA_FOLDER = '/pglite/data';

interface ImageReader {
  /** Fills `target` from a place of the image. */
  read(target: Uint8Array, position: number): void;
  close(): void;
}

function openFile(path: string): ImageReader {
  const file = openSync(path, 'r');
  return {
    read(target, position) {
      if (readSync(file, target, 0, target.length, position) < target.length) throw unreadableImage();
    },
    close: () => closeSync(file),
  };
}

async function openBlob(image: Blob): Promise<ImageReader> {
  const bytes = new Uint8Array(await image.arrayBuffer());
  return {
    read(target, position) {
      if (position + target.length > bytes.length) throw unreadableImage();
      target.set(bytes.subarray(position, position + target.length));
    },
    close: () => undefined,
  };
}

/**
 * A file system in memory that begins with the files of an image, each read into its own place. PGlite's `loadDataDir`
 * has all of it in memory three times, in pieces that the system does not get back.
 */
export class ImageFileSystem extends MemoryFS {
  constructor(private readonly image: StoredImage) {
    super();
  }

  override async initialSyncFs(): Promise<void> {
    const reader = typeof this.image === 'string' ? openFile(this.image) : await openBlob(this.image);
    try {
      this.fill(reader);
    } finally {
      reader.close();
    }
  }

  private fill(reader: ImageReader): void {
    const files = this.pg?.Module.FS;
    if (files === undefined) throw new Error('the file system is not in use yet');
    const header = Buffer.alloc(TAR_BLOCK_BYTES);
    for (let at = 0; ; ) {
      reader.read(header, at);
      const { name, isFolder, sizeBytes, blockBytes } = readTarHeader(header);
      if (name === '') return;
      const path = DATA_FOLDER + (name.startsWith('/') ? name : `/${name}`);
      files.mkdirTree(isFolder ? path : path.slice(0, path.lastIndexOf('/')));
      if (!isFolder) {
        const contents = new Uint8Array(sizeBytes);
        reader.read(contents, at + TAR_BLOCK_BYTES);
        files.writeFile(path, contents, { canOwn: true });
      }
      at += blockBytes;
    }
  }
}
