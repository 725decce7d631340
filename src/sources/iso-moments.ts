import { isoDateOfDays, isoTimestampOfMicros } from '../sql/iso-time.js';

/** The largest of 32 and of 64 bits, and what is as far below zero, are an engine's infinities. */
const INFINITE_DAYS = 2_147_483_647;
const INFINITE_MICROS = 9_223_372_036_854_775_807n;

export function isoTimestamp(micros: bigint, suffix: string): string {
  if (micros === INFINITE_MICROS) return 'infinity';
  if (micros === -INFINITE_MICROS) return '-infinity';
  return isoTimestampOfMicros(micros) + suffix;
}

export function isoDate(days: number): string {
  if (days === INFINITE_DAYS) return 'infinity';
  if (days === -INFINITE_DAYS) return '-infinity';
  return isoDateOfDays(days);
}
