/** 2^63 less 2^31, 2^15 and 2^7: what a number of so many bits may be shifted by within BIGINT. */
const ROOM = { 8: 9_223_372_036_854_775_680n, 16: 9_223_372_036_854_743_040n, 32: 9_223_372_034_707_292_160n } as const;

/** An integer that raises where it does not fit its bits: it is shifted to either end of BIGINT and back. */
export function narrowed(operand: string, bits: 8 | 16 | 32 | 64): string {
  if (bits === 64) return operand;
  const room = ROOM[bits];
  return `(${operand} + ${room} - ${room} - ${room} + ${room})`;
}
