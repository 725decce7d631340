import type { DataType } from '../../../query/types.js';
import type { ModelFunction } from './model-functions.js';

export interface ColumnDescription {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly comment: string | undefined;
}

/** A foreign key whose parent may or may not be among the visible tables; it is shown only if it is. */
export interface ForeignKeyDescription {
  readonly columns: readonly string[];
  readonly parentSchema: string;
  readonly parentTable: string;
  readonly parentColumns: readonly string[];
}

export interface TableDescription {
  /** In Unity Catalog. */
  readonly fullName: string;
  readonly schema: string;
  readonly name: string;
  readonly comment: string | undefined;
  readonly columns: readonly ColumnDescription[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKeyDescription[];
  /** Names of the columns that are measures of a metric view; undefined for a table of rows. */
  readonly measures?: readonly string[] | undefined;
}

/** All that one visibility set may see: what a database of the door holds, and nothing else. Plain data. */
export interface DatabaseDescription {
  /** Equal keys mean equal descriptions. */
  readonly key: string;
  /** The Unity Catalog catalog's name: `current_database()`. */
  readonly database: string;
  /** In the order in which `\d` and Postgres's OIDs show them. */
  readonly tables: readonly TableDescription[];
  /** Functions of the schema `models`; undefined: none. */
  readonly models?: readonly ModelFunction[] | undefined;
  /** Schemas searched where the session sets no search_path. */
  readonly searchPath: readonly string[];
  /** Those of the schemas that are other catalogs'. */
  readonly foreignSchemas: ReadonlySet<string>;
}
