import { CATALOG, SOURCE } from '../../property/world/model.js';
import type { OpenSource } from '../../property/world/open-world.js';
import type { SparkOracle } from './spark-oracle.js';
import { SparkSource } from './spark-source.js';

/** Opens generated worlds on one Spark: each set of files gets schemas of its own, with tables over the files themselves. */
export function openWorldsOn(oracle: SparkOracle): OpenSource {
  let opened = 0;
  return async (_world, tables) => {
    opened += 1;
    const prefix = `w${opened}_`;
    const placed = (text: string) => text.replaceAll(/`w`\.`(\w+)`(?=\.`)/g, `\`spark_catalog\`.\`${prefix}$1\``);
    const schemas = new Set<string>();
    for (const [name, file] of tables) {
      const [catalog, schema, table] = name.split('.');
      if (catalog !== CATALOG) throw new Error(`${name} is of another catalog.`);
      const place = `\`spark_catalog\`.\`${prefix}${schema}\``;
      if (!schemas.has(place)) await oracle.execute(`CREATE SCHEMA ${place}`);
      schemas.add(place);
      await oracle.execute(`CREATE TABLE ${place}.\`${table}\` USING parquet LOCATION '${file}'`);
    }
    return new SparkSource(SOURCE, oracle, placed);
  };
}
