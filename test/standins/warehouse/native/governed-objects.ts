import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ArgumentObject {
  readonly column?: string;
  readonly constant?: string;
}

export interface ColumnObject {
  readonly name: string;
  readonly type_text: string;
  readonly mask?: {
    readonly function_name: string;
    readonly using_arguments?: readonly ArgumentObject[];
    readonly using_column_names?: readonly string[];
  };
}

export interface TableObject {
  readonly full_name: string;
  readonly owner?: string;
  readonly columns: readonly ColumnObject[];
  readonly row_filter?: {
    readonly function_name: string;
    readonly input_arguments?: readonly ArgumentObject[];
    readonly input_column_names?: readonly string[];
  };
}

export interface ParameterObject {
  readonly name: string;
  readonly type_text: string;
  readonly parameter_default?: string;
}

export interface FunctionObject {
  readonly name: string;
  readonly full_name: string;
  readonly routine_body: string;
  readonly routine_definition?: string;
  readonly full_data_type: string;
  readonly input_params?: { readonly parameters?: readonly ParameterObject[] };
}

export interface UsingObject {
  readonly alias?: string;
  readonly constant?: string;
}

export interface PolicyObject {
  readonly name: string;
  readonly policy_type: string;
  readonly for_securable_type?: string;
  readonly to_principals?: readonly string[];
  readonly except_principals?: readonly string[];
  readonly when_condition?: string;
  readonly match_columns?: readonly { readonly alias?: string; readonly condition: string }[];
  readonly row_filter?: { readonly function_name: string; readonly using?: readonly UsingObject[] };
  readonly column_mask?: {
    readonly function_name: string;
    readonly on_column: string;
    readonly using?: readonly UsingObject[];
  };
}

interface Permissions {
  readonly privilege_assignments?: readonly {
    readonly principal: string;
    readonly privileges?: readonly { readonly privilege: string; readonly inherited_from_type?: string }[];
  }[];
}

interface TagAssignments {
  readonly tag_assignments?: readonly { readonly tag_key: string; readonly tag_value?: string }[];
}

/** A catalog, a schema or a table, as paths of the folder name them. */
export interface Securable {
  readonly type: 'catalog' | 'schema' | 'table';
  readonly fullName: string;
}

/** A table with what it is in, the catalog first. */
export function placesOf(table: string): readonly [Securable, Securable, Securable] {
  const [catalog = '', schema = ''] = table.split('.');
  return [
    { type: 'catalog', fullName: catalog },
    { type: 'schema', fullName: `${catalog}.${schema}` },
    { type: 'table', fullName: table },
  ];
}

const PLURAL = { catalog: 'catalogs', schema: 'schemas', table: 'tables' } as const;

/** The objects of a `schema/unity` folder as they are at this moment. Names are compared without regard to case. */
export class GovernedObjects {
  constructor(private readonly folder: string) {}

  table(fullName: string): TableObject | undefined {
    return this.read('tables', fullName);
  }

  function(fullName: string): FunctionObject | undefined {
    return this.read('functions', fullName);
  }

  ownerOf({ type, fullName }: Securable): string | undefined {
    return this.read<{ readonly owner?: string }>(PLURAL[type], fullName)?.owner;
  }

  /** What was granted on this very object; what is listed as inherited follows from the objects above it. */
  grantsOn({ type, fullName }: Securable, principals: ReadonlySet<string>): ReadonlySet<string> {
    const { privilege_assignments: all = [] } = this.read<Permissions>(`permissions/${type}`, fullName) ?? {};
    const own = all.filter(({ principal }) => principals.has(principal)).flatMap(({ privileges = [] }) => privileges);
    return new Set(own.filter((each) => each.inherited_from_type === undefined).map(({ privilege }) => privilege));
  }

  policiesOn({ type, fullName }: Securable): readonly PolicyObject[] {
    const found = this.read<{ readonly policies?: readonly PolicyObject[] }>(`policies/${type}`, fullName);
    return found?.policies ?? [];
  }

  /** Tags with their values; a column's name is `<table>.<column>`. */
  tagsOf(type: Securable['type'] | 'column', fullName: string): ReadonlyMap<string, string> {
    const { tag_assignments: tags = [] } = this.read<TagAssignments>(`tags/${type}`, fullName) ?? {};
    return new Map(tags.map(({ tag_key: key, tag_value: value = '' }) => [key, value]));
  }

  private read<T>(kind: string, fullName: string): T | undefined {
    const folder = join(this.folder, kind);
    const wanted = `${fullName}.json`.toLowerCase();
    const file = this.list(folder).find((each) => each.toLowerCase() === wanted);
    return file === undefined ? undefined : (JSON.parse(readFileSync(join(folder, file), 'utf8')) as T);
  }

  /** A folder that is not there holds nothing; one that cannot be read is an error. */
  private list(folder: string): readonly string[] {
    try {
      return readdirSync(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
