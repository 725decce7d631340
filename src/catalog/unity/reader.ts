import type {
  UnityCatalogInfo,
  UnityFunctionInfo,
  UnityPermissions,
  UnitySchemaInfo,
  UnityTableInfo,
  UnityTableSummary,
} from './objects.js';

import type { UnityPolicyInfo, UnityTagAssignment } from './policy-objects.js';

/** As the REST paths spell them. */
export type UnitySecurableType = 'catalog' | 'schema' | 'table' | 'function';

/**
 * Reads Unity Catalog: embedded JSON files or the REST API, with the same objects and the same meaning. Names are
 * full names, `catalog.schema.object`. Each call answers as of now; the caller keeps what it wants to keep.
 *
 * **Absent.** Getting an object that is not there gives undefined. Listing below a parent that is not there is a
 * GatewayError, never an empty list: a list that is short by a fault would hide tables as if they were gone.
 *
 * **Faulty.** Anything unreadable is a GatewayError (CONTRACT_INVALID for embedded files, with file:line:column;
 * SOURCE_UNAVAILABLE for the service). No call leaves out what it cannot read.
 *
 * @throws the signal's reason once it aborts.
 */
export interface UnityReader {
  listCatalogs(signal: AbortSignal): Promise<readonly UnityCatalogInfo[]>;
  listSchemas(catalog: string, signal: AbortSignal): Promise<readonly UnitySchemaInfo[]>;
  /** Names and kinds only; get a table for the rest. `schema` is the bare name. */
  listTables(catalog: string, schema: string, signal: AbortSignal): Promise<readonly UnityTableSummary[]>;
  getTable(fullName: string, signal: AbortSignal): Promise<UnityTableInfo | undefined>;
  getFunction(fullName: string, signal: AbortSignal): Promise<UnityFunctionInfo | undefined>;
  /** Direct and inherited privileges of all principals. Undefined if the securable itself is not there. */
  getEffectivePermissions(
    securableType: UnitySecurableType,
    fullName: string,
    signal: AbortSignal,
  ): Promise<UnityPermissions | undefined>;
  /** Names under which the service may have granted the reader something; undefined where it is shown everything. */
  self(signal: AbortSignal): Promise<readonly string[] | undefined>;
  /** Attribute-based policies of a table, those of its schema and catalog included. */
  listPolicies(table: string, signal: AbortSignal): Promise<readonly UnityPolicyInfo[]>;
  /** Tags of a table (those of its schema and catalog included) or of a column, `catalog.schema.table.column`. */
  listTags(type: 'table' | 'column', fullName: string, signal: AbortSignal): Promise<readonly UnityTagAssignment[]>;
}
