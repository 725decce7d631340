import { GatewayError } from '../../../src/errors.js';
import { type DatabricksConfig, DatabricksSource } from '../../../src/sources/databricks/databricks-source.js';
import type { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import type { Principal, ResultBatch, StatementOptions } from '../../../src/sources/source.js';
import type { BoundParameter } from '../../../src/sql/statement.js';
import { type Certificate, makeCertificate } from '../../standins/certificate.js';
import { duckdbExecutor, type HistoryOf } from '../../standins/warehouse/duckdb-executor.js';
import type { Executor } from '../../standins/warehouse/executor.js';
import { WarehouseStandin } from '../../standins/warehouse/warehouse-standin.js';
import { openSource, ParquetFolder } from '../duckdb/source-fixture.js';

export const CONFIG: Omit<DatabricksConfig, 'host'> = {
  warehouse: 'standin',
  identity: 'service',
  maxSessions: 4,
  maxSessionsPerCaller: 2,
  chunkRows: 5000,
  statementTimeoutMs: 20_000,
  startWaitMs: 1000,
};

/** A stand-in warehouse over DuckDB, and sources that talk to it. */
export class Warehouse {
  private readonly sources: DatabricksSource[] = [];

  private constructor(
    readonly folder: ParquetFolder,
    readonly duckdb: DuckdbSource,
    readonly standin: WarehouseStandin,
    readonly certificate: Certificate,
  ) {}

  /** @param tables SELECT of each table of `lakehouse.gold` */
  static async start(
    tables: Readonly<Record<string, string>> = {},
    wrap: (executor: Executor) => Executor = (executor) => executor,
    historyOf?: HistoryOf,
  ): Promise<Warehouse> {
    const folder = await ParquetFolder.create();
    for (const [name, select] of Object.entries(tables)) await folder.write(name, select);
    const duckdb = await openSource(folder, Object.keys(tables), { maxStreams: 8 });
    const certificate = makeCertificate();
    const executor = wrap(duckdbExecutor(duckdb, historyOf));
    const userOf = (token: string) => /^token-of-(\w+)/u.exec(token)?.[1];
    const standin = await WarehouseStandin.start({ certificate, executor, userOf });
    return new Warehouse(folder, duckdb, standin, certificate);
  }

  open(
    config: Partial<DatabricksConfig> = {},
    token: (refused?: string) => string = () => 'token-of-gateway',
  ): DatabricksSource {
    const services = {
      ownToken: async (_: AbortSignal, refused?: string) => token(refused),
      ca: this.certificate.cert,
    };
    const source = new DatabricksSource('warehouse', { ...CONFIG, host: this.standin.host, ...config }, services);
    this.sources.push(source);
    return source;
  }

  async close(): Promise<void> {
    await Promise.all(this.sources.map((source) => source.close()));
    await this.standin.close();
    await this.duckdb.close();
    await this.folder.remove();
  }
}

export function principal(name: string, token: (refused?: string) => string = () => `token-of-${name}`): Principal {
  return { key: `user:${name}`, token: async (_, refused) => token(refused) };
}

export function options(more: Partial<StatementOptions> = {}): StatementOptions {
  return { signal: new AbortController().signal, timeoutMs: 20_000, ...more };
}

export async function rows(
  source: DatabricksSource,
  text: string,
  more: Partial<StatementOptions> = {},
  parameters: readonly BoundParameter[] = [],
): Promise<unknown[][]> {
  const result = await source.execute({ text, parameters }, options(more));
  const found: unknown[][] = [];
  for await (const batch of result.batches) found.push(...rowsOf(batch));
  return found;
}

export function rowsOf({ rowCount, columns }: ResultBatch): unknown[][] {
  return Array.from({ length: rowCount }, (_, row) => columns.map((column) => column[row]));
}

/** The GatewayError that a promise rejected with. */
export async function refusal(promise: Promise<unknown>): Promise<GatewayError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('The promise did not reject.');
}

/** Waits until something holds; fails after five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('It did not come true within five seconds.');
}
