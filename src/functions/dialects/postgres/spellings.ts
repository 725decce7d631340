import type { Spelling } from '../../definition.js';

/** The registry's functions as PostgreSQL can say them exactly, by id. What is not here is refused there. */
export const POSTGRES_SPELLINGS: Readonly<Record<string, Spelling>> = {};
