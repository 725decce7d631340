import type { Spelling } from '../../../definition.js';
import { aggregatesSpellings } from './aggregates.js';
import { arithmeticSpellings } from './arithmetic.js';
import { arraysSpellings } from './arrays.js';
import { bucketsSpellings } from './buckets.js';
import { calendarSpellings } from './calendar.js';
import { dateTextSpellings } from './date-text.js';
import { jsonSpellings } from './json.js';
import { numberTextSpellings } from './number-text.js';
import { realMathSpellings } from './real-math.js';
import { roundingSpellings } from './rounding.js';
import { textSpellings } from './text.js';
import { windowsSpellings } from './windows.js';

/**
 * Postgres's functions as Databricks can say them exactly. What is not here is refused there: regular expressions and
 * sorting by locale differ, TIME is not stored, and a mixed interval does not leave the engine.
 */
export const DATABRICKS_SPELLINGS: Readonly<Record<string, Spelling>> = {
  ...arithmeticSpellings,
  ...aggregatesSpellings,
  ...windowsSpellings,
  ...roundingSpellings,
  ...calendarSpellings,
  ...bucketsSpellings,
  ...dateTextSpellings,
  ...textSpellings,
  ...arraysSpellings,
  ...realMathSpellings,
  ...jsonSpellings,
  ...numberTextSpellings,
};
