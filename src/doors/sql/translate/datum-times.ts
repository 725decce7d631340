import { SqlError } from '../sql-error.js';

const EPOCH_DAYS = 10_957;
const MICROS_PER_DAY = 86_400_000_000n;
const MIN_DAYS = -719_162;
const MAX_DAYS = 2_932_896;

/** ISO text of days since 1970. @throws SqlError 0A000 outside the years 1 to 9999 */
export function dateText(days: number): string {
  if (days < MIN_DAYS || days > MAX_DAYS)
    throw new SqlError('0A000', 'a date outside the years 1 to 9999 is not supported');
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** `HH:MM:SS[.ffffff]`. @throws SqlError 0A000 for 24:00 */
export function timeText(micros: bigint): string {
  if (micros >= MICROS_PER_DAY) throw new SqlError('0A000', 'time 24:00:00 is not supported');
  const fraction = micros % 1_000_000n;
  const clock = new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(11, 19);
  return fraction === 0n ? clock : `${clock}.${fraction.toString().padStart(6, '0')}`;
}

/** ISO text without offset of microseconds since 1970. */
export function timestampText(micros: bigint): string {
  const time = ((micros % MICROS_PER_DAY) + MICROS_PER_DAY) % MICROS_PER_DAY;
  return `${dateText(Number((micros - time) / MICROS_PER_DAY))}T${timeText(time)}`;
}

/** As `dateText`, of days since 2000, where Postgres counts from. */
export function postgresDateText(days: number): string {
  return dateText(days + EPOCH_DAYS);
}

/** As `timestampText`, of microseconds since 2000. */
export function postgresTimestampText(micros: bigint): string {
  return timestampText(micros + BigInt(EPOCH_DAYS) * MICROS_PER_DAY);
}
