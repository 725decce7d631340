import type { DataType } from '../../../query/types.js';
import { isNumeric, sameType } from '../../../query/types.js';
import { OID } from '../types/pg-types.js';

/** One side of a comparison: its type in the IR, and Postgres's. */
export interface Comparand {
  readonly type: DataType;
  readonly typeOid: number;
}

/**
 * Whether a bare comparison, as IN and ANY make it, means what Postgres's does: char(n) takes blanks for nothing, and
 * an instant meets a wall clock by way of the session's zone.
 */
export function comparesPlainly(a: Comparand, b: Comparand): boolean {
  if (a.typeOid === OID.bpchar || b.typeOid === OID.bpchar) return false;
  if (sameType(a.type, b.type) || a.type.kind === 'null' || b.type.kind === 'null') return true;
  if (isNumeric(a.type) && isNumeric(b.type)) return true;
  const isWallClock = ({ type }: Comparand) => type.kind === 'date' || (type.kind === 'timestamp' && !type.zoned);
  return isWallClock(a) && isWallClock(b);
}
