import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Executor, StatementFailure } from './executor.js';

export interface NativePolicyOptions {
  /** A `schema/unity` folder, read anew for each statement. */
  readonly folder: string;
  /** The workspace's groups of a user or service principal. */
  readonly groupsOf: (user: string) => readonly string[];
}

interface PolicyColumn {
  readonly column: string;
}

interface TableObject {
  readonly full_name: string;
  readonly owner: string;
  readonly columns: readonly {
    readonly name: string;
    readonly mask?: { readonly function_name: string; readonly using_arguments?: readonly PolicyColumn[] };
  }[];
  readonly row_filter?: { readonly function_name: string; readonly input_arguments: readonly PolicyColumn[] };
}

interface FunctionObject {
  readonly name: string;
  readonly routine_definition: string;
  readonly input_params?: { readonly parameters?: readonly { readonly name: string }[] };
}

interface PermissionsObject {
  readonly privilege_assignments: readonly {
    readonly principal: string;
    readonly privileges: readonly { readonly privilege: string }[];
  }[];
}

/** How the dialect names a table where it reads one; a statement about a table's history does not. */
const TABLE = /(DESCRIBE HISTORY )?`([^`]+)`\.`([^`]+)`\.`([^`]+)`/gu;
const IDENTITY = /\b(current_user|session_user|is_account_group_member|is_member)\s*\(\s*(?:'([^']*)')?\s*\)/giu;

const name = (text: string): string => `\`${text}\``;
const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** What one user may read of a folder's objects, as SQL. */
class UserView {
  private readonly principals: ReadonlySet<string>;

  constructor(
    private readonly folder: string,
    private readonly user: string,
    private readonly groups: readonly string[],
  ) {
    this.principals = new Set([user, ...groups, 'account users']);
  }

  /** A relation in place of a table. @throws StatementFailure where the user has no right to read it */
  relation(fullName: string): string {
    const table = this.read<TableObject>('tables', fullName);
    if (table === undefined)
      throw new StatementFailure('TABLE_OR_VIEW_NOT_FOUND', '42P01', `The table or view ${fullName} cannot be found.`);
    this.authorise(table);
    // Columns have numbers until the end, so that no parameter is taken for one.
    const numbers = new Map(table.columns.map((column, index) => [column.name, `c${index}`]));
    const all = [...numbers.values()].map(name).join(', ');
    const renamed = table.columns.map((column) => `t.${name(column.name)} AS ${name(numbers.get(column.name) ?? '')}`);
    let from = `(SELECT ${renamed.join(', ')} FROM ${fullName.split('.').map(name).join('.')} AS t)`;
    const columnOf = ({ column }: PolicyColumn): string => {
      const number = numbers.get(column);
      if (number === undefined) throw new Error(`The policy of ${fullName} names no column ${column}.`);
      return number;
    };
    if (table.row_filter !== undefined) {
      const { function_name, input_arguments } = table.row_filter;
      const { body, scope } = this.applied(function_name, from, all, input_arguments.map(columnOf));
      from = `(SELECT ${all} FROM ${scope} WHERE ${body})`;
    }
    const shown = new Map(numbers);
    for (const { name: column, mask } of table.columns) {
      if (mask === undefined) continue;
      const number = numbers.get(column) ?? '';
      const { body, scope } = this.applied(
        mask.function_name,
        from,
        [...new Set([...numbers.values(), ...shown.values()])].map(name).join(', '),
        [number, ...(mask.using_arguments ?? []).map(columnOf)],
      );
      shown.set(column, `m${number}`);
      from = `(SELECT *, (${body}) AS ${name(`m${number}`)} FROM ${scope})`;
    }
    const columns = table.columns.map((column) => `v.${name(shown.get(column.name) ?? '')} AS ${name(column.name)}`);
    return `(SELECT ${columns.join(', ')} FROM ${from} AS v)`;
  }

  /** A function's text for this user, and a relation in which its parameters are columns under its own name. */
  private applied(fullName: string, from: string, kept: string, values: readonly string[]) {
    const found = this.read<FunctionObject>('functions', fullName);
    if (found === undefined) throw new Error(`There is no function ${fullName}.`);
    const parameters = (found.input_params?.parameters ?? []).map((parameter, index) => {
      const value = values[index];
      if (value === undefined) throw new Error(`${fullName} has no value for ${parameter.name}.`);
      return `${name(value)} AS ${name(parameter.name)}`;
    });
    const body = found.routine_definition.replaceAll(IDENTITY, (_, called: string, argument: string | undefined) => {
      if (called.toLowerCase().endsWith('_user')) return literal(this.user);
      return this.groups.includes(argument ?? '') ? 'TRUE' : 'FALSE';
    });
    const scope = `(SELECT ${[kept, ...parameters].join(', ')} FROM ${from}) AS ${name(found.name)}`;
    return { body, scope };
  }

  private authorise({ full_name: fullName, owner }: TableObject): void {
    const [catalog = '', schema = ''] = fullName.split('.');
    const needs = [
      ['USE_CATALOG', 'Catalog', 'USE CATALOG', catalog],
      ['USE_SCHEMA', 'Schema', 'USE SCHEMA', `${catalog}.${schema}`],
      ['SELECT', 'Table', 'SELECT', fullName],
    ] as const;
    const held = new Set([
      ...this.privileges('catalog', catalog),
      ...this.privileges('schema', `${catalog}.${schema}`),
      ...this.privileges('table', fullName),
      ...(this.principals.has(owner) ? ['SELECT'] : []),
    ]);
    for (const [privilege, kind, shown, object] of needs) {
      if (held.has(privilege) || held.has('ALL_PRIVILEGES')) continue;
      const message = `Insufficient privileges: User does not have ${shown} on ${kind} '${object}'.`;
      throw new StatementFailure('INSUFFICIENT_PERMISSIONS', '42501', message);
    }
  }

  private privileges(kind: string, fullName: string): readonly string[] {
    const found = this.read<PermissionsObject>(`permissions/${kind}`, fullName);
    return (found?.privilege_assignments ?? [])
      .filter(({ principal }) => this.principals.has(principal))
      .flatMap(({ privileges }) => privileges.map(({ privilege }) => privilege));
  }

  private read<T>(kind: string, fullName: string): T | undefined {
    const folder = join(this.folder, kind);
    if (!readdirSync(folder).includes(`${fullName}.json`)) return undefined;
    return JSON.parse(readFileSync(join(folder, `${fullName}.json`), 'utf8')) as T;
  }
}

/**
 * Enforces grants, row filters and column masks of tables as the service does for whoever sends a statement: every table
 * that it reads becomes a relation of what this user may see. Policies run with their owner's rights. Written apart from
 * the gateway's own enforcement, from the objects alone; policies by tag, and functions that call functions, are not
 * among what it knows.
 */
export function nativePolicies({ folder, groupsOf }: NativePolicyOptions, executor: Executor): Executor {
  return async (statement) => {
    const view = new UserView(folder, statement.user, groupsOf(statement.user));
    const text = statement.text.replaceAll(TABLE, (whole, history: string | undefined, ...parts: string[]) =>
      history === undefined ? view.relation(parts.slice(0, 3).join('.')) : whole,
    );
    return executor({ ...statement, text });
  };
}
