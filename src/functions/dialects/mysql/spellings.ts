import type { Spelling } from '../../definition.js';
import { aggregateSpellings } from './aggregates.js';
import { arithmeticSpellings } from './arithmetic.js';
import { calendarSpellings } from './calendar.js';
import { comparisonSpellings } from './comparison.js';
import { textSpellings } from './text.js';

/** The registry's functions as MySQL and MariaDB can say them exactly, by id. What is not here is refused there. */
export const MYSQL_SPELLINGS: Readonly<Record<string, Spelling>> = {
  ...comparisonSpellings,
  ...arithmeticSpellings,
  ...textSpellings,
  ...calendarSpellings,
  ...aggregateSpellings,
};
