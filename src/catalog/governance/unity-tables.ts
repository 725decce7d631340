import type { ScopedPolicy } from '../catalog.js';
import type { UnityPermissions, UnityTableInfo } from '../unity/objects.js';
import type { UnityReader } from '../unity/reader.js';
import { effectiveGrants } from './grants.js';
import { matchesColumns, matchesTable, scopedPolicies } from './scoped-policies.js';
import { type TableFacts, tableFacts } from './table-facts.js';
import type { Tags } from './tag-condition.js';

const unseenPolicies: ScopedPolicy = Object.freeze({
  name: 'of the service',
  to: ['account users'],
  except: [],
  rowFilter: undefined,
  masks: [],
  unmapped: 'policies that the gateway may not see: its own principal needs MANAGE on the table, its schema or catalog',
});

/**
 * Tables as they are asked for, each read once, with everything that was read for them: the version of a catalog is
 * a hash over it.
 */
export class UnityTables {
  private readonly loading = new Map<string, Promise<TableFacts | undefined>>();
  private self: Promise<readonly string[] | undefined> | undefined;
  /** Many tables stand in one schema: what holds for it is asked for once. */
  private readonly permissionsAbove = new Map<string, Promise<UnityPermissions | undefined>>();
  private readonly read = new Map<string, unknown>();

  constructor(
    private readonly reader: UnityReader,
    private readonly signal: AbortSignal,
    /** The sources that serve a catalog of their own, by its name. */
    private readonly sourcesByCatalog: ReadonlyMap<string, string> = new Map(),
  ) {}

  /**
   * A table that nothing says the source of: it is served by its catalog's, or else beside what reads it.
   * @param beside the source of the table that a policy or view is of
   */
  loadBelow(fullName: string, beside: string): Promise<TableFacts | undefined> {
    return this.load(fullName, this.sourcesByCatalog.get(fullName.split('.')[0] ?? '') ?? beside);
  }

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
      this.permissionsOf('schema', `${info.catalog_name}.${info.schema_name}`),
      this.permissionsOf('catalog', info.catalog_name),
    ]);
    const grants = effectiveGrants([
      { permissions: table, level: 'TABLE', takes: ['SELECT', 'USE_SCHEMA', 'USE_CATALOG'] },
      { permissions: schema, level: 'SCHEMA', takes: ['USE_SCHEMA', 'USE_CATALOG'] },
      { permissions: catalog, level: 'CATALOG', takes: ['USE_CATALOG'] },
    ]);
    return tableFacts(info, source, { grants, scopedPolicies: await this.scopedPolicies(info, table) });
  }

  /**
   * The service shows policies only to who manages the table: without MANAGE its list is empty, whatever there is.
   * Such a table is denied to everyone, because a policy that nobody sees would go unenforced.
   */
  private async seesPolicies({ owner }: UnityTableInfo, permissions: UnityPermissions | undefined): Promise<boolean> {
    this.self ??= this.reader.self(this.signal);
    const self = await this.self;
    if (self === undefined || (owner !== undefined && self.includes(owner))) return true;
    return (permissions?.privilege_assignments ?? []).some(
      ({ principal, privileges }) =>
        self.includes(principal) && privileges.some(({ privilege }) => privilege.toUpperCase() === 'MANAGE'),
    );
  }

  /** Tags are asked for only where a policy asks for them: a column's cost a call each. */
  private async scopedPolicies(
    info: UnityTableInfo,
    permissions: UnityPermissions | undefined,
  ): Promise<readonly ScopedPolicy[]> {
    const { full_name: name, columns } = info;
    const isSeen = await this.seesPolicies(info, permissions);
    // Who the gateway is decides this beside the table, and may change alone: the version must tell.
    this.read.set(`policies of ${name} seen`, isSeen);
    if (!isSeen) return [unseenPolicies];
    const policies = await this.reader.listPolicies(name, this.signal);
    if (policies.length === 0) return [];
    this.read.set(`policies ${name}`, policies);
    const tagsOf = async (type: 'table' | 'column', fullName: string): Promise<Tags> => {
      const tags = await this.reader.listTags(type, fullName, this.signal);
      this.read.set(`tags ${type} ${fullName}`, tags);
      return new Map(tags.map(({ tag_key: key, tag_value: value }) => [key, value ?? '']));
    };
    const tagged = policies.some(matchesColumns) ? columns : [];
    const [table, ...own] = await Promise.all([
      policies.some(matchesTable) ? tagsOf('table', name) : new Map<string, string>(),
      ...tagged.map((column) => tagsOf('column', `${name}.${column.name}`)),
    ]);
    const byColumn = new Map(tagged.map((column, index) => [column.name, own[index] ?? new Map<string, string>()]));
    return scopedPolicies(policies, { table, columns: byColumn });
  }

  private permissionsOf(type: 'schema' | 'catalog', fullName: string): Promise<UnityPermissions | undefined> {
    const key = `${type} ${fullName}`;
    const asked = this.permissionsAbove.get(key) ?? this.permissions(type, fullName);
    this.permissionsAbove.set(key, asked);
    return asked;
  }

  private async permissions(type: 'table' | 'schema' | 'catalog', fullName: string) {
    const permissions = await this.reader.getEffectivePermissions(type, fullName, this.signal);
    this.read.set(`permissions ${type} ${fullName}`, permissions ?? null);
    return permissions;
  }
}
