/**
 * Entry of a thread that holds one catalog, or makes the image. Started by worker-thread.ts, which sends one request at
 * a time.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { collectGarbage } from '../../../lib/collect-garbage.js';
import { toSqlError } from '../sql-error.js';
import { CatalogBackend } from './catalog-backend.js';
import { IMAGE_STATEMENTS } from './catalog-image-contents.js';
import type { CatalogReply, CatalogRequest, CatalogWorkerData } from './catalog-protocol.js';
import { isTrap, PostgresInstance } from './postgres-instance.js';

/** An instance starts with 128 MB and never gives any back. */
const MAX_KEPT_BYTES = 192 * 1024 * 1024;

function reply(message: CatalogReply): void {
  parentPort?.postMessage(message);
}

function failed(thrown: unknown, retire: boolean): CatalogReply {
  // A trap leaves the program in no known state.
  if (isTrap(thrown)) {
    return { kind: 'failed', sqlState: '54001', message: 'the statement is too complex', fields: {}, retire: true };
  }
  const { sqlState, message, position, detail, hint } = toSqlError(thrown);
  return { kind: 'failed', sqlState, message, fields: { position, detail, hint }, retire };
}

function answer(backend: CatalogBackend, request: CatalogRequest): CatalogReply {
  const retire = (): boolean => backend.memoryBytes() > MAX_KEPT_BYTES;
  try {
    if (request.kind === 'analyse') return { kind: 'analysed', reply: backend.analyse(request), retire: retire() };
    return { kind: 'ran', reply: backend.run(request), retire: retire() };
  } catch (error) {
    return failed(error, retire());
  }
}

async function main(data: CatalogWorkerData): Promise<void> {
  if (data.kind === 'image') {
    const image = await PostgresInstance.makeImage(data.parts, data.initdb, IMAGE_STATEMENTS);
    reply({ kind: 'image', image });
    return;
  }
  const backend = await CatalogBackend.open(data.parts, data.image, data.description);
  // What the start left behind. An idle thread would keep it.
  collectGarbage('all');
  parentPort?.on('message', (request: CatalogRequest) => reply(answer(backend, request)));
  reply({ kind: 'ready' });
}

// Given by worker-thread.ts of the same version, and by nobody else.
main(workerData as CatalogWorkerData).catch((error: unknown) => reply(failed(error, true)));
