import type { UnityReader } from '../unity/reader.js';
import { effectiveGrants } from './grants.js';
import { type TableFacts, tableFacts } from './table-facts.js';

/**
 * Tables as they are asked for, each read once, with everything that was read for them: the version of a catalog is
 * a hash over it.
 */
export class UnityTables {
  private readonly loading = new Map<string, Promise<TableFacts | undefined>>();
  private readonly read = new Map<string, unknown>();

  constructor(
    private readonly reader: UnityReader,
    private readonly signal: AbortSignal,
  ) {}

  /** @param source the source that serves the table, if this is the first time it is asked for. */
  load(fullName: string, source: string): Promise<TableFacts | undefined> {
    const known = this.loading.get(fullName);
    if (known !== undefined) return known;
    const loading = this.loadNew(fullName, source);
    this.loading.set(fullName, loading);
    return loading;
  }

  /** The tables asked for so far that exist. */
  async all(): Promise<readonly TableFacts[]> {
    const loaded = await Promise.all(this.loading.values());
    return loaded.filter((facts) => facts !== undefined);
  }

  /** Everything read so far, by the kind and name of the object. */
  materials(): readonly (readonly [string, unknown])[] {
    return [...this.read];
  }

  private async loadNew(fullName: string, source: string): Promise<TableFacts | undefined> {
    const parts = fullName.split('.');
    const info = parts.length === 3 ? await this.reader.getTable(fullName, this.signal) : undefined;
    if (info === undefined) return undefined;
    this.read.set(`table ${fullName}`, info);
    const [table, schema, catalog] = await Promise.all([
      this.permissions('table', fullName),
      this.permissions('schema', `${info.catalog_name}.${info.schema_name}`),
      this.permissions('catalog', info.catalog_name),
    ]);
    const grants = effectiveGrants([
      { permissions: table, level: 'TABLE', takes: ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'] },
      { permissions: schema, level: 'SCHEMA', takes: ['USE_SCHEMA', 'USE_CATALOG'] },
      { permissions: catalog, level: 'CATALOG', takes: ['USE_CATALOG'] },
    ]);
    return tableFacts(info, source, grants);
  }

  private async permissions(type: 'table' | 'schema' | 'catalog', fullName: string) {
    const permissions = await this.reader.getEffectivePermissions(type, fullName, this.signal);
    this.read.set(`permissions ${type} ${fullName}`, permissions ?? null);
    return permissions;
  }
}
