import type { RegisteredFunction } from '../../define.js';
import { aggregateFunctions } from './aggregates.js';
import { arithmeticFunctions } from './arithmetic.js';
import { arrayFunctions } from './arrays.js';
import { bitFunctions } from './bits.js';
import { calendarFunctions } from './calendar.js';
import { conversionFunctions } from './conversion.js';
import { jsonFunctions } from './json.js';
import { realMathFunctions } from './real-math.js';
import { regexFunctions } from './regex.js';
import { roundingFunctions } from './rounding.js';
import { textFunctions } from './text.js';
import { postgresWindowFunctions } from './windows.js';

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
  ...arrayFunctions,
  ...jsonFunctions,
  ...aggregateFunctions,
  ...postgresWindowFunctions,
];
