import type { Format } from '../../border.js';
import { SqlError } from '../../sql-error.js';
import { ByteWriter } from '../byte-writer.js';
import { unfitValue } from '../unfit-value.js';
import type { CellEncoder } from './cell-encoder.js';

const MAX_DIMENSIONS = 6;
const NULL_LENGTH = -1;

function ragged(): SqlError {
  return new SqlError('2202E', 'multidimensional arrays must have array expressions with matching dimensions');
}

/** The length of each dimension; none for an array without elements, as in Postgres. */
function dimensionsOf(array: readonly unknown[]): readonly number[] {
  const lengths: number[] = [];
  let level: unknown = array;
  while (Array.isArray(level)) {
    lengths.push(level.length);
    level = level[0];
  }
  checkShape(array, lengths, 0);
  if (lengths.includes(0)) return [];
  if (lengths.length > MAX_DIMENSIONS) {
    throw new SqlError('54000', `number of array dimensions (${lengths.length}) exceeds the maximum allowed (6)`);
  }
  return lengths;
}

function checkShape(array: readonly unknown[], lengths: readonly number[], depth: number): void {
  if (array.length !== lengths[depth]) throw ragged();
  const isInnermost = depth === lengths.length - 1;
  for (const element of array) {
    if (Array.isArray(element) === isInnermost) throw ragged();
    if (!isInnermost) checkShape(element as readonly unknown[], lengths, depth + 1);
  }
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Whether an element must be quoted so that it reads back. */
function needsQuotes(bytes: Buffer): boolean {
  if (bytes.length === 0) return true;
  if (bytes.length === 4 && bytes.toString('latin1').toLowerCase() === 'null') return true;
  for (const byte of bytes) {
    if (byte === COMMA || byte === OPEN || byte === CLOSE || byte === QUOTE || byte === BACKSLASH || isSpace(byte)) {
      return true;
    }
  }
  return false;
}

function writeQuoted(bytes: Buffer, out: ByteWriter): void {
  out.uint8(QUOTE);
  for (const byte of bytes) {
    if (byte === QUOTE || byte === BACKSLASH) out.uint8(BACKSLASH);
    out.uint8(byte);
  }
  out.uint8(QUOTE);
}

function textArrayEncoder(element: CellEncoder): CellEncoder {
  const scratch = new ByteWriter(256);
  const writeLevel = (array: readonly unknown[], out: ByteWriter): void => {
    out.uint8(OPEN);
    array.forEach((value, index) => {
      if (index > 0) out.uint8(COMMA);
      if (Array.isArray(value)) {
        writeLevel(value, out);
      } else if (isNull(value)) {
        out.text('NULL');
      } else {
        scratch.position = 0;
        element(value, scratch);
        if (needsQuotes(scratch.written)) writeQuoted(scratch.written, out);
        else out.raw(scratch.written);
      }
    });
    out.uint8(CLOSE);
  };
  return (value, out) => {
    if (!Array.isArray(value)) throw unfitValue('array');
    if (dimensionsOf(value).length === 0) out.text('{}');
    else writeLevel(value, out);
  };
}

function binaryArrayEncoder(elementOid: number, element: CellEncoder): CellEncoder {
  const writeElement = (value: unknown, out: ByteWriter): void => {
    if (isNull(value)) {
      out.int32(NULL_LENGTH);
      return;
    }
    const start = out.position;
    out.int32(0);
    element(value, out);
    out.setInt32(start, out.position - start - 4);
  };
  return (value, out) => {
    if (!Array.isArray(value)) throw unfitValue('array');
    const dimensions = dimensionsOf(value);
    const elements: readonly unknown[] = dimensions.length === 0 ? [] : value.flat(MAX_DIMENSIONS);
    out.int32(dimensions.length);
    out.int32(elements.some(isNull) ? 1 : 0);
    out.int32(elementOid);
    for (const length of dimensions) {
      out.int32(length);
      out.int32(1);
    }
    for (const item of elements) writeElement(item, out);
  };
}

/** An array of any dimensions; a list of lists of unlike lengths, which Postgres does not have, is refused. */
export function arrayEncoder(elementOid: number, element: CellEncoder, format: Format): CellEncoder {
  return format === 0 ? textArrayEncoder(element) : binaryArrayEncoder(elementOid, element);
}
