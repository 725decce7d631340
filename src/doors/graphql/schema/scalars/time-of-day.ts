/** Whether a clock shows this time; leap seconds are not times that the sources know. */
export function isTimeOfDay(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}

/** The fraction of a second as the IR writes it: six digits, or nothing where it is zero. */
export function fractionText(digits: string | undefined): string {
  const micros = (digits ?? '').padEnd(6, '0');
  return micros === '000000' ? '' : `.${micros}`;
}
