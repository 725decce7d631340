import { z } from 'zod';
import { GatewayError } from '../../../errors.js';
import {
  unityCatalogSchema,
  unityFunctionSchema,
  unityPermissionsSchema,
  unitySchemaSchema,
  unityTableSchema,
  unityTableSummarySchema,
} from '../objects.js';
import { unityPoliciesSchema, unityTagsSchema } from '../policy-objects.js';
import type { UnityReader, UnitySecurableType } from '../reader.js';
import { UnityService, type UnityServiceOptions } from './unity-service.js';

export type RestReaderOptions = UnityServiceOptions;

const ROOT = '/api/2.1/unity-catalog';

const catalogsPage = z.object({ catalogs: z.array(unityCatalogSchema).default([]) });
const schemasPage = z.object({ schemas: z.array(unitySchemaSchema).default([]) });
const tablesPage = z.object({ tables: z.array(unityTableSummarySchema).default([]) });

/** A page without its objects is the service's way to say "none here". */
function joined<T, K extends string>(pages: readonly Readonly<Record<K, readonly T[]>>[], key: K): readonly T[] {
  return pages.flatMap((page) => page[key]);
}

/** A user by e-mail address, a service principal by application id. */
const selfSchema = z.object({
  userName: z.string().min(1),
  groups: z.array(z.object({ display: z.string().optional() })).default([]),
});

const segment = encodeURIComponent;

function absentParent(type: string, name: string): GatewayError {
  return new GatewayError('SOURCE_UNAVAILABLE', `Unity Catalog has no ${type} ${name}.`);
}

/** Unity Catalog's REST API of a workspace. */
class RestReader implements UnityReader {
  constructor(private readonly service: UnityService) {}

  async self(signal: AbortSignal) {
    const found = await this.service.get('/api/2.0/preview/scim/v2/Me', {}, selfSchema, signal);
    if (found === undefined) throw absentParent('principal', 'that the gateway signs in as');
    return [found.userName, ...found.groups.flatMap(({ display }) => display ?? []), 'account users'];
  }

  async listCatalogs(signal: AbortSignal) {
    const pages = await this.service.pages(`${ROOT}/catalogs`, {}, catalogsPage, signal);
    if (pages === undefined) throw absentParent('metastore', 'of this workspace');
    return joined(pages, 'catalogs');
  }

  async listSchemas(catalog: string, signal: AbortSignal) {
    const pages = await this.service.pages(`${ROOT}/schemas`, { catalog_name: catalog }, schemasPage, signal);
    if (pages === undefined) throw absentParent('catalog', catalog);
    return joined(pages, 'schemas');
  }

  async listTables(catalog: string, schema: string, signal: AbortSignal) {
    const omitted = { omit_columns: 'true', omit_properties: 'true' };
    const query = { catalog_name: catalog, schema_name: schema, ...omitted };
    const pages = await this.service.pages(`${ROOT}/tables`, query, tablesPage, signal);
    if (pages === undefined) throw absentParent('schema', `${catalog}.${schema}`);
    return joined(pages, 'tables');
  }

  getTable(fullName: string, signal: AbortSignal) {
    return this.service.get(`${ROOT}/tables/${segment(fullName)}`, {}, unityTableSchema, signal);
  }

  getFunction(fullName: string, signal: AbortSignal) {
    return this.service.get(`${ROOT}/functions/${segment(fullName)}`, {}, unityFunctionSchema, signal);
  }

  async getEffectivePermissions(type: UnitySecurableType, fullName: string, signal: AbortSignal) {
    const path = `${ROOT}/effective-permissions/${type}/${segment(fullName)}`;
    const pages = await this.service.pages(path, {}, unityPermissionsSchema, signal);
    if (pages === undefined) return undefined;
    return Object.freeze({ privilege_assignments: Object.freeze([...joined(pages, 'privilege_assignments')]) });
  }

  async listPolicies(table: string, signal: AbortSignal) {
    const path = `${ROOT}/policies/table/${segment(table)}`;
    const pages = await this.service.pages(path, { include_inherited: 'true' }, unityPoliciesSchema, signal);
    if (pages === undefined) throw absentParent('table', table);
    return joined(pages, 'policies');
  }

  async listTags(type: 'table' | 'column', fullName: string, signal: AbortSignal) {
    const path = `${ROOT}/entity-tag-assignments/${type}s/${segment(fullName)}/tags`;
    const pages = await this.service.pages(path, { include_inherited: 'true' }, unityTagsSchema, signal);
    if (pages === undefined) throw absentParent(type, fullName);
    return joined(pages, 'tag_assignments');
  }
}

/** A reader of a workspace's Unity Catalog. Calls nothing yet. Errors are GatewayErrors SOURCE_UNAVAILABLE. */
export function createRestReader(options: RestReaderOptions): UnityReader {
  return new RestReader(new UnityService(options));
}
