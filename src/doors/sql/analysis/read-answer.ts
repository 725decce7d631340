import type { FieldDescription } from '../border.js';
import { SqlError } from '../sql-error.js';

/** The fields of an ErrorResponse or NoticeResponse by their letters, as bytes. */
export function responseFields(body: Buffer): ReadonlyMap<string, Buffer> {
  const fields = new Map<string, Buffer>();
  for (let at = 0; at < body.length && body[at] !== 0; ) {
    const end = body.indexOf(0, at + 1);
    fields.set(String.fromCharCode(body[at] ?? 0), body.subarray(at + 1, end));
    at = end + 1;
  }
  return fields;
}

/** An ErrorResponse of the catalog's Postgres as the client gets it: without its internals. */
export function readError(body: Buffer): SqlError {
  const fields = responseFields(body);
  const position = fields.get('P');
  return new SqlError(fields.get('C')?.toString() ?? 'XX000', fields.get('M')?.toString() ?? 'internal error', {
    position: position === undefined ? undefined : Number(position.toString()),
    detail: fields.get('D')?.toString(),
    hint: fields.get('H')?.toString(),
  });
}

export function readParameterOids(body: Buffer): readonly number[] {
  return Array.from({ length: body.readUInt16BE(0) }, (_, index) => body.readUInt32BE(2 + index * 4));
}

export function readFields(body: Buffer): readonly FieldDescription[] {
  let at = 2;
  return Array.from({ length: body.readUInt16BE(0) }, () => {
    const end = body.indexOf(0, at);
    const name = body.toString('utf8', at, end);
    at = end + 19;
    return {
      name,
      tableOid: body.readUInt32BE(end + 1),
      columnNumber: body.readInt16BE(end + 5),
      typeOid: body.readUInt32BE(end + 7),
      typeSize: body.readInt16BE(end + 11),
      typeModifier: body.readInt32BE(end + 13),
    };
  });
}

/** A DataRow's cells, all in text form. */
export function readTextRow(body: Buffer): readonly (string | null)[] {
  let at = 2;
  return Array.from({ length: body.readUInt16BE(0) }, () => {
    const size = body.readInt32BE(at);
    at += 4;
    if (size === -1) return null;
    at += size;
    return body.toString('utf8', at - size, at);
  });
}
