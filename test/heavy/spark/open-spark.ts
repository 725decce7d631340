import { SparkOracle } from './spark-oracle.js';
import { SparkSource } from './spark-source.js';

export interface SparkTable {
  /** Full name in Unity Catalog. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Starts Spark and loads tables into it. @param files a Parquet file for each table */
export async function openSpark(
  tables: readonly SparkTable[],
  files: ReadonlyMap<string, string>,
): Promise<{ readonly oracle: SparkOracle; readonly source: SparkSource }> {
  const oracle = await SparkOracle.start();
  await Promise.all(
    tables.map(async ({ name, columns }) => {
      const file = files.get(name);
      if (file === undefined) throw new Error(`The table ${name} has no file.`);
      await oracle.load(name, file, Object.fromEntries(columns.map((column) => [column.name, column.type])));
    }),
  );
  return { oracle, source: new SparkSource('lakehouse', oracle) };
}
