import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { collectGarbage } from '../../../lib/collect-garbage.js';
import type { PostgresParts } from './catalog-protocol.js';

/** Node has it; the types of Node 20 know only its namespace. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<WebAssembly.Module> };

/** PGlite's folder of programs, wherever npm put it. */
const FOLDER = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));

let parts: Promise<PostgresParts> | undefined;

async function load(): Promise<PostgresParts> {
  const postgres = await WebAssembly.compile(await readFile(join(FOLDER, 'pglite.wasm')));
  // V8 has a copy of its own.
  collectGarbage('young');
  return { postgres, filesPath: join(FOLDER, 'pglite.data') };
}

/** PGlite's program, compiled once a process and shared by all its threads. */
export function postgresParts(): Promise<PostgresParts> {
  parts ??= load();
  return parts;
}

/** The program that makes a data directory; needed once a machine. */
export async function initdbProgram(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(join(FOLDER, 'initdb.wasm')));
}

/** PGlite's version: a data directory is only read by the version that made it. */
export async function postgresVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(FOLDER, '..', 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  throw new Error("PGlite's package.json has no version");
}
