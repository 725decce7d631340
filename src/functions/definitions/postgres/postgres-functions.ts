import type { RegisteredFunction } from '../../define.js';
import { aggregateFunctions } from './aggregates.js';
import { arithmeticFunctions } from './arithmetic.js';
import { arrayFunctions } from './arrays.js';
import { bitFunctions } from './bits.js';
import { bucketFunctions } from './buckets.js';
import { calendarFunctions } from './calendar.js';
import { conversionFunctions } from './conversion.js';
import { DATABRICKS_SPELLINGS } from './databricks/spellings.js';
import { dateTextFunctions } from './date-text.js';
import { intervalFunctions } from './intervals.js';
import { jsonFunctions } from './json.js';
import { jsonBuildingFunctions } from './json-building.js';
import { numberTextFunctions } from './number-text.js';
import { realMathFunctions } from './real-math.js';
import { regexFunctions } from './regex.js';
import { roundingFunctions } from './rounding.js';
import { textFunctions } from './text.js';
import { postgresWindowFunctions } from './windows.js';

/** The entry with its Databricks spelling, where it has one. */
function withDatabricks(entry: RegisteredFunction): RegisteredFunction {
  const databricks = DATABRICKS_SPELLINGS[entry.id];
  return databricks === undefined ? entry : Object.freeze({ ...entry, spelling: { ...entry.spelling, databricks } });
}

/** Functions with Postgres's meaning, for the SQL door. */
export const postgresFunctions: readonly RegisteredFunction[] = [
  ...arithmeticFunctions,
  ...roundingFunctions,
  ...realMathFunctions,
  ...conversionFunctions,
  ...bitFunctions,
  ...textFunctions,
  ...regexFunctions,
  ...calendarFunctions,
  ...intervalFunctions,
  ...bucketFunctions,
  ...numberTextFunctions,
  ...dateTextFunctions,
  ...arrayFunctions,
  ...jsonFunctions,
  ...jsonBuildingFunctions,
  ...aggregateFunctions,
  ...postgresWindowFunctions,
].map(withDatabricks);
