import type { ColumnVector } from '../../../../engine.js';
import type { FieldDescription, Format } from '../../border.js';
import { lengthBound, OID } from '../pg-types.js';
import type { RowWriter } from './column-writer.js';

const MAX_NAME_BYTES = 63;

/** Up to how many bytes a text stands on the wire just as the source has it; undefined for types that print another. */
function plainBytes({ typeOid, typeModifier }: FieldDescription): number | undefined {
  switch (typeOid) {
    case OID.text:
    case OID.json:
    case OID.unknown:
      return Number.POSITIVE_INFINITY;
    case OID.varchar:
      // As many bytes are as many characters or fewer.
      return lengthBound(typeModifier) ?? Number.POSITIVE_INFINITY;
    case OID.name:
      return MAX_NAME_BYTES;
    default:
      return undefined;
  }
}

/** Texts in both formats, which are the same, and binary values in binary. */
export function bytesWriter(
  vector: ColumnVector,
  field: FieldDescription,
  format: Format,
  slow: RowWriter,
): RowWriter | undefined {
  if (vector.kind !== 'bytes') return undefined;
  const { bytes, offsets, type } = vector;
  const isBinary = type.kind === 'binary';
  if (isBinary && (field.typeOid !== OID.bytea || format === 0)) return undefined;
  const maxBytes = isBinary ? Number.POSITIVE_INFINITY : plainBytes(field);
  // A text with NUL in it is refused where its row is written.
  if (maxBytes === undefined || (!isBinary && bytes.includes(0))) return undefined;
  return (row, out) => {
    const start = offsets[row] ?? 0;
    const end = offsets[row + 1] ?? 0;
    if (end - start > maxBytes) slow(row, out);
    else out.slice(bytes, start, end);
  };
}
