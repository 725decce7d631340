import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { GatewayError } from '../errors.js';
import { findPackageRoot } from '../lib/package-root.js';

const PACKAGE = 'vega-datasets';

/** Where the demo's raw data is, and which release of it this is. Paths are absolute. */
export interface LakehouseSource {
  readonly name: string;
  readonly version: string;
  /** Parquet with the columns date, delay (minutes), distance (miles), origin, destination. */
  readonly flightsFile: string;
  /** CSV with a header: iata, name, city, state, country, latitude, longitude. */
  readonly airportsFile: string;
}

function missing(cause: unknown): GatewayError {
  return new GatewayError(
    'CONFIG_INVALID',
    `The demo lakehouse is built from the npm package ${PACKAGE}, a development dependency that is not installed. ` +
      'Run `npm ci` (without --omit=dev or NODE_ENV=production) and start again.',
    { cause },
  );
}

/**
 * The raw files in the installed npm package vega-datasets. Its `exports` hide package.json, so the folder is found
 * by walking up from its entry point.
 * @throws GatewayError CONFIG_INVALID, saying what to run, if the package or a file of it is not there.
 */
export function findSource(resolveFrom: string = import.meta.url): LakehouseSource {
  try {
    const root = findPackageRoot(PACKAGE, createRequire(resolveFrom).resolve(PACKAGE));
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    const source: LakehouseSource = {
      name: PACKAGE,
      version,
      flightsFile: join(root, 'data', 'flights-3m.parquet'),
      airportsFile: join(root, 'data', 'airports.csv'),
    };
    statSync(source.flightsFile);
    statSync(source.airportsFile);
    return Object.freeze(source);
  } catch (cause) {
    throw missing(cause);
  }
}
