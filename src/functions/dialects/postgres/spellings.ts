import { aggregateSpellings } from './aggregates.js';
import { arithmeticSpellings } from './arithmetic.js';
import { comparisonSpellings } from './comparison.js';
import { dateSpellings } from './dates.js';
import { numberSpellings } from './numbers.js';
import { aggregateSpellings as ownAggregates } from './own/aggregates.js';
import { arithmeticSpellings as ownArithmetic } from './own/arithmetic.js';
import { arraySpellings } from './own/arrays.js';
import { calendarSpellings } from './own/calendar.js';
import { conversionSpellings } from './own/conversion.js';
import { jsonSpellings } from './own/json.js';
import { regexSpellings } from './own/regex.js';
import { textSpellings } from './own/text.js';
import type { Spellings } from './shared.js';
import { stringSpellings } from './strings.js';
import { windowSpellings } from './windows.js';

/**
 * The registry's functions as PostgreSQL can say them exactly, by id. What is not here is refused there. Below `own/`
 * are those with PostgreSQL's meaning, which are mostly its functions under their own names.
 */
export const POSTGRES_SPELLINGS: Spellings = {
  ...comparisonSpellings,
  ...arithmeticSpellings,
  ...numberSpellings,
  ...stringSpellings,
  ...dateSpellings,
  ...aggregateSpellings,
  ...windowSpellings,
  ...ownArithmetic,
  ...conversionSpellings,
  ...textSpellings,
  ...regexSpellings,
  ...calendarSpellings,
  ...arraySpellings,
  ...jsonSpellings,
  ...ownAggregates,
};
