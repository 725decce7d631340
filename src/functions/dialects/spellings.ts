import type { DialectName, Spelling } from '../definition.js';
import { MSSQL_SPELLINGS } from './mssql/spellings.js';
import { MYSQL_SPELLINGS } from './mysql/spellings.js';
import { POSTGRES_SPELLINGS } from './postgres/spellings.js';

/** Spellings of the dialects that stand apart from the definitions: the functions of one engine in one place. */
export const DIALECT_SPELLINGS: Readonly<Partial<Record<DialectName, Readonly<Record<string, Spelling>>>>> = {
  postgres: POSTGRES_SPELLINGS,
  mysql: MYSQL_SPELLINGS,
  mssql: MSSQL_SPELLINGS,
};
