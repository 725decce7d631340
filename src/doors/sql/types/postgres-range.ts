import { daysOfCivil } from './calendar.js';

/** Days from 1970-01-01 of the first day Postgres has, 4714-11-24 BC, and of those just behind its last ones. */
export const FIRST_DAY = daysOfCivil(-4713, 11, 24);
export const TIMESTAMP_END_DAY = daysOfCivil(294_277, 1, 1);
export const DATE_END_DAY = daysOfCivil(5_874_898, 1, 1);
