import type { Spelling } from '../../definition.js';
import { aggregates } from './aggregates.js';
import { comparison, conditional, logic } from './comparison.js';
import { dates } from './dates.js';
import { numbers } from './numbers.js';
import { text } from './text.js';

/** The registry's functions as SQL Server can say them exactly, by id. What is not here is refused there. */
export const MSSQL_SPELLINGS: Readonly<Record<string, Spelling>> = {
  ...comparison,
  ...logic,
  ...conditional,
  ...numbers,
  ...text,
  ...dates,
  ...aggregates,
};
