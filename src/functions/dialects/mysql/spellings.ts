import type { Spelling } from '../../definition.js';

/** The registry's functions as MySQL and MariaDB can say them exactly, by id. What is not here is refused there. */
export const MYSQL_SPELLINGS: Readonly<Record<string, Spelling>> = {};
