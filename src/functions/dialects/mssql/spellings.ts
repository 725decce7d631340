import type { Spelling } from '../../definition.js';

/** The registry's functions as SQL Server can say them exactly, by id. What is not here is refused there. */
export const MSSQL_SPELLINGS: Readonly<Record<string, Spelling>> = {};
