/**
 * Faults that a spelling raises, by digits that stand for the SQLSTATE. MySQL has no function that raises; but a sum
 * beyond BIGINT does, and its message quotes the sum. So the last digits of a constant near the end of BIGINT tell why.
 */
const FAULTS = {
  '22012': '22012',
  '22003': '22003',
  '22P02': '22002',
  '22007': '22007',
  '22008': '22008',
  '22011': '22011',
  '22023': '22023',
  '2201E': '22014',
  '2201F': '22015',
  /** A value that the engine has no exact form of. */
  '0A000': '10000',
} as const;

export type Fault = keyof typeof FAULTS;

const PREFIX = '92233720368547';
const QUOTED = new RegExp(`${PREFIX}(\\d{5})\\b`, 'u');

/**
 * A BIGINT that cannot be computed. It reads `witness`, which must be a value of the row, so that no optimiser computes
 * it before it is due; and it must stand where only a faulty row gets to, in a branch of a CASE.
 */
export function raise(fault: Fault, witness: string): string {
  return `(${PREFIX}${FAULTS[fault]} + (99999 + (${witness} IS NULL)))`;
}

/** The SQLSTATE of a fault that a server's message tells of; undefined if it tells of none. */
export function raisedFault(message: string): Fault | undefined {
  const digits = QUOTED.exec(message)?.[1];
  return (Object.keys(FAULTS) as Fault[]).find((fault) => FAULTS[fault] === digits);
}
