import { SqlError } from '../sql-error.js';
import { isObject, type SyntaxNode, tagged } from './syntax-tree.js';

/** The one list of what a statement that gives rows may be made of. Whatever is not here is refused by its name. */
const ALLOWED = new Set([
  'A_ArrayExpr',
  'A_Const',
  'A_Expr',
  'A_Indices',
  'A_Indirection',
  'A_Star',
  'Alias',
  'BitString',
  'BoolExpr',
  'Boolean',
  'BooleanTest',
  'CaseExpr',
  'CaseWhen',
  'CoalesceExpr',
  'CollateClause',
  'ColumnRef',
  'CommonTableExpr',
  'Float',
  'FuncCall',
  'GroupingFunc',
  'GroupingSet',
  'Integer',
  'JoinExpr',
  'List',
  'MinMaxExpr',
  'NamedArgExpr',
  'NullTest',
  'ParamRef',
  'RangeFunction',
  'RangeSubselect',
  'RangeVar',
  'ResTarget',
  'RowExpr',
  'SQLValueFunction',
  'SelectStmt',
  'SortBy',
  'String',
  'SubLink',
  'TypeCast',
  'TypeName',
  'WindowDef',
]);

/** What people call a node that is not allowed. */
const NAMES: Readonly<Record<string, string>> = {
  CreateStmt: 'CREATE TABLE',
  DeleteStmt: 'DELETE',
  InsertStmt: 'INSERT',
  JsonTable: 'JSON_TABLE',
  MergeStmt: 'MERGE',
  RangeTableFunc: 'XMLTABLE',
  RangeTableSample: 'TABLESAMPLE',
  UpdateStmt: 'UPDATE',
  XmlExpr: 'an XML expression',
};

/** `CreateTableAsStmt` → `CREATE TABLE AS`. */
export function nameOfNode(tag: string): string {
  return (
    NAMES[tag] ??
    tag
      .replace(/Stmt$/u, '')
      .replaceAll(/([a-z])([A-Z])/gu, '$1 $2')
      .toUpperCase()
  );
}

/** @param place 1-based character position of a byte offset */
export function refused(construct: string, byteOffset: unknown, place: (byteOffset: number) => number): SqlError {
  const position = typeof byteOffset === 'number' ? place(byteOffset) : undefined;
  return new SqlError('0A000', `${construct} is not supported`, { position });
}

/** Clauses that stand as plain fields. */
function refuseClauses(fields: SyntaxNode, place: (byteOffset: number) => number): void {
  if (fields.intoClause !== undefined) throw refused('SELECT INTO', undefined, place);
  if (fields.lockingClause !== undefined) throw refused('FOR UPDATE or FOR SHARE', undefined, place);
  const { withClause } = fields;
  if (isObject(withClause) && withClause.recursive === true) {
    // A location of 0 is left out of the tree.
    throw refused('WITH RECURSIVE', withClause.location ?? 0, place);
  }
}

/** Goes through a whole statement. @throws SqlError 0A000 with the first construct that is not allowed */
export function assertAllowed(statement: unknown, place: (byteOffset: number) => number): void {
  const pending: unknown[] = [statement];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...value);
    if (!isObject(value)) continue;
    const node = tagged(value);
    if (node !== undefined && !ALLOWED.has(node.tag)) {
      throw refused(nameOfNode(node.tag), node.fields.location, place);
    }
    const fields = node?.fields ?? value;
    if (node?.tag === 'RangeVar' && fields.inh !== true) throw refused('ONLY', fields.location, place);
    refuseClauses(fields, place);
    for (const child of Object.values(fields)) if (typeof child === 'object' && child !== null) pending.push(child);
  }
}
