import type { SettingsView } from '../border.js';
import { SqlError } from '../sql-error.js';
import { UTC, type Zone, zoneOf } from './zone.js';

export type IntervalStyle = 'postgres' | 'iso_8601';

/** The settings of a session that decide how values are printed. Dates are always printed as ISO. */
export interface OutputSettings {
  readonly zone: Zone;
  /** Above 0: floats in the fewest digits that read back the same; otherwise 15 (float8) or 6 (float4) and this. */
  readonly extraFloatDigits: number;
  readonly byteaOutput: 'hex' | 'escape';
  readonly intervalStyle: IntervalStyle;
}

export const DEFAULT_OUTPUT: OutputSettings = Object.freeze({
  zone: UTC,
  extraFloatDigits: 1,
  byteaOutput: 'hex',
  intervalStyle: 'postgres',
});

function intervalStyleOf(text: string): IntervalStyle {
  if (text === 'postgres' || text === 'iso_8601') return text;
  throw new SqlError('0A000', `IntervalStyle "${text}" is not supported`);
}

/**
 * Reads a session's settings; what it lacks stands at Postgres's default.
 * @throws SqlError 22023 for a time zone there is none of, 0A000 for a style of dates or intervals not supported
 */
export function outputSettings(settings: SettingsView): OutputSettings {
  const timeZone = settings.get('timezone') ?? 'UTC';
  const zone = zoneOf(timeZone);
  if (zone === undefined) throw new SqlError('22023', `invalid value for parameter "TimeZone": "${timeZone}"`);
  const dateStyle = settings.get('datestyle') ?? 'ISO';
  if (!/^\s*iso\b/i.test(dateStyle)) throw new SqlError('0A000', `DateStyle "${dateStyle}" is not supported`);
  return {
    zone,
    extraFloatDigits: Number(settings.get('extra_float_digits') ?? 1),
    byteaOutput: settings.get('bytea_output')?.toLowerCase() === 'escape' ? 'escape' : 'hex',
    intervalStyle: intervalStyleOf((settings.get('intervalstyle') ?? 'postgres').toLowerCase()),
  };
}
