import type { Format } from '../../border.js';
import { SqlError } from '../../sql-error.js';
import type { ByteWriter } from '../byte-writer.js';
import { float8Text } from '../float-text.js';
import type { OutputSettings } from '../output-settings.js';
import { lengthBound, OID } from '../pg-types.js';
import { unfitValue } from '../unfit-value.js';
import type { CellEncoder } from './cell-encoder.js';

function writeText(text: string, out: ByteWriter): void {
  // Postgres has no text with NUL in it, and a client would end the value there.
  if (text.includes('\0')) throw new SqlError('22021', 'invalid byte sequence for encoding "UTF8": 0x00');
  out.text(text);
}

/** What a cast to text gives in Postgres. */
function textOf(value: unknown, settings: OutputSettings): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return float8Text(value, settings.extraFloatDigits);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  throw unfitValue('text');
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function bounded(text: string, length: number, isPadded: boolean): string {
  if (text.length === length) return text;
  const count = codePoints(text);
  // Only spaces may be cut off.
  const excess = count - length;
  if (excess > 0) {
    const kept = text.slice(0, text.length - excess);
    if (text.slice(kept.length).trimEnd() !== '') throw unfitValue('character varying');
    return kept;
  }
  return isPadded ? text + ' '.repeat(-excess) : text;
}

const MAX_NAME_BYTES = 63;

/** One byte; none, which text shows as nothing, is NUL in binary. */
export function charEncoder(format: Format, settings: OutputSettings): CellEncoder {
  return (value, out) => {
    const text = textOf(value, settings);
    if (text.length > 1 || text > '\x7f') throw unfitValue('"char"');
    if (text === '' && format === 1) out.uint8(0);
    else writeText(text, out);
  };
}

/** text, varchar, char(n) (padded), name, json, unknown, void: text and binary form are the same bytes. */
export function textEncoder(typeOid: number, typeModifier: number, settings: OutputSettings): CellEncoder {
  const length = typeOid === OID.bpchar || typeOid === OID.varchar ? lengthBound(typeModifier) : undefined;
  if (length !== undefined) {
    const isPadded = typeOid === OID.bpchar;
    return (value, out) => writeText(bounded(textOf(value, settings), length, isPadded), out);
  }
  if (typeOid === OID.name) {
    return (value, out) => {
      const text = textOf(value, settings);
      if (Buffer.byteLength(text) > MAX_NAME_BYTES) throw unfitValue('name');
      writeText(text, out);
    };
  }
  return (value, out) => writeText(typeof value === 'string' ? value : textOf(value, settings), out);
}

/** The source's own text of the document: Postgres would print it with its keys sorted. */
export function jsonbEncoder(format: Format): CellEncoder {
  return (value, out) => {
    if (typeof value !== 'string') throw unfitValue('jsonb');
    if (format === 1) out.uint8(1);
    writeText(value, out);
  };
}

const LETTER_T = 0x74;
const LETTER_F = 0x66;

function booleanOf(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 0 || value === 0n) return false;
  if (value === 1 || value === 1n) return true;
  throw unfitValue('boolean');
}

export function booleanEncoder(format: Format): CellEncoder {
  if (format === 1) return (value, out) => out.uint8(booleanOf(value) ? 1 : 0);
  return (value, out) => out.uint8(booleanOf(value) ? LETTER_T : LETTER_F);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function uuidEncoder(format: Format): CellEncoder {
  return (value, out) => {
    const text = typeof value === 'string' ? value.toLowerCase() : '';
    if (!UUID.test(text)) throw unfitValue('uuid');
    if (format === 0) out.text(text);
    else out.raw(Buffer.from(text.replaceAll('-', ''), 'hex'));
  };
}

const BACKSLASH = 0x5c;

function writeEscaped(bytes: Uint8Array, out: ByteWriter): void {
  for (const byte of bytes) {
    if (byte === BACKSLASH) out.text('\\\\');
    else if (byte < 0x20 || byte > 0x7e) out.text(`\\${byte.toString(8).padStart(3, '0')}`);
    else out.uint8(byte);
  }
}

function writeHex(bytes: Uint8Array, out: ByteWriter): void {
  out.reserve(2 + bytes.length * 2);
  out.text('\\x');
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  out.position += out.bytes.write(text, out.position, 'latin1');
}

export function byteaEncoder(format: Format, settings: OutputSettings): CellEncoder {
  const write =
    format === 1
      ? (bytes: Uint8Array, out: ByteWriter) => out.raw(bytes)
      : settings.byteaOutput === 'hex'
        ? writeHex
        : writeEscaped;
  return (value, out) => {
    if (!(value instanceof Uint8Array)) throw unfitValue('bytea');
    write(value, out);
  };
}
