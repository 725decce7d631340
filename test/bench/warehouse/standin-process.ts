/** The stand-in warehouse over one Parquet file, in a process of its own. Environment: PARQUET, TABLE, DATA_DIR, CERT and KEY (PEM). */
import { DuckdbSource } from '../../../src/sources/duckdb/duckdb-source.js';
import { duckdbExecutor } from '../../standins/warehouse/duckdb-executor.js';
import { WarehouseStandin } from '../../standins/warehouse/warehouse-standin.js';

const { PARQUET = '', TABLE = '', DATA_DIR = '', CERT: cert = '', KEY: key = '' } = process.env;

const duckdb = await DuckdbSource.open({
  name: 'warehouse',
  tables: new Map([[TABLE, PARQUET]]),
  dataDir: DATA_DIR,
  config: { threads: 1, maxConnections: 2, maxStreams: 4, memoryLimitMb: 1024, statementTimeoutMs: 600_000 },
});
const standin = await WarehouseStandin.start({
  certificate: { cert, key },
  executor: duckdbExecutor(duckdb),
  userOf: () => 'gateway',
});

process.on('disconnect', () => void standin.close().then(() => duckdb.close()));
process.send?.(standin.host);
