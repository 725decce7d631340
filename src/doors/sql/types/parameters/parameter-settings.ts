import type { SettingsView } from '../../border.js';
import { outputSettings } from '../output-settings.js';
import { UTC, type Zone } from '../zone.js';

/** Which part of `1/2/2003` is the month. */
export type DateOrder = 'MDY' | 'DMY' | 'YMD';

/** The settings of a session that decide how the text of a parameter is read. */
export interface ParameterSettings {
  readonly zone: Zone;
  readonly dateOrder: DateOrder;
  /** The clock that `now` and `today` mean, in milliseconds since 1970-01-01. */
  nowMs(): number;
}

export const DEFAULT_PARAMETER_SETTINGS: ParameterSettings = Object.freeze({
  zone: UTC,
  dateOrder: 'MDY',
  nowMs: () => Date.now(),
});

/** @throws SqlError as `outputSettings` does */
export function parameterSettings(settings: SettingsView): ParameterSettings {
  const order = /\b(MDY|DMY|YMD)\b/i.exec(settings.get('datestyle') ?? '')?.[1]?.toUpperCase();
  return {
    zone: outputSettings(settings).zone,
    dateOrder: order === 'DMY' || order === 'YMD' ? order : 'MDY',
    nowMs: () => Date.now(),
  };
}
