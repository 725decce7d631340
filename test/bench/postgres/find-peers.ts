import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Peers that are not packages of the gateway's own. */
export interface Peers {
  readonly folder: string;
  /** A Node of version 22 or later. */
  readonly node22: string;
}

const INSTALL = 'bash test/bench/peers/install.sh';

/** @returns a text that says how to get them, where they are not installed */
export function findPeers(root: string): Peers | string {
  const folder = join(root, 'test/bench/peers');
  const installed = (name: string) => existsSync(join(folder, 'node_modules', name, 'package.json'));
  if (!['postgraphile', 'mercurius', '@graphile/pg-aggregates'].every(installed)) {
    return `PostGraphile and Mercurius are not installed, and are left out. To install them: ${INSTALL}`;
  }
  if (Number(process.versions.node.split('.')[0]) >= 22) return { folder, node22: process.execPath };
  const own = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
  if (existsSync(own)) return { folder, node22: own };
  return 'PostGraphile needs Node 22, which is not installed; it and Mercurius are left out. Run this with Node 22.';
}
