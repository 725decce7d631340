import type { Spelling } from '../../definition.js';
import { aggregateSpellings } from './aggregates.js';
import { arithmeticSpellings } from './arithmetic.js';
import { calendarSpellings } from './calendar.js';
import { comparisonSpellings } from './comparison.js';
import { postgresAggregates } from './postgres/aggregates.js';
import { postgresArithmetic } from './postgres/arithmetic.js';
import { postgresCalendar } from './postgres/calendar.js';
import { postgresJson } from './postgres/json.js';
import { postgresRealMath } from './postgres/real-math.js';
import { postgresText } from './postgres/text.js';
import { textSpellings } from './text.js';

/** The registry's functions as MySQL and MariaDB can say them exactly, by id. What is not here is refused there. */
export const MYSQL_SPELLINGS: Readonly<Record<string, Spelling>> = {
  ...comparisonSpellings,
  ...arithmeticSpellings,
  ...textSpellings,
  ...calendarSpellings,
  ...aggregateSpellings,
  ...postgresArithmetic,
  ...postgresRealMath,
  ...postgresText,
  ...postgresJson,
  ...postgresCalendar,
  ...postgresAggregates,
};
