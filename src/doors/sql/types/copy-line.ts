import type { ByteWriter } from './byte-writer.js';
import type { CheckedCopyOptions } from './copy-options.js';

/** How a value's text stands in a line. */
export interface CopyCellFormat {
  /** Whether the text may stand as it is. */
  isPlain(bytes: Buffer, start: number, end: number): boolean;
  /** Writes a text that may not. */
  write(text: Buffer, out: ByteWriter): void;
}

const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BACKSPACE = 0x08;
/** Backspace to carriage return, as COPY's text format names them. */
const CONTROL_LETTERS = Buffer.from('btnvfr');

function isNamedControl(byte: number): boolean {
  return byte >= BACKSPACE && byte <= CARRIAGE_RETURN;
}

/** COPY's text format: the delimiter, backslashes and control characters that matter get a backslash. */
export function textCellFormat(delimiter: string): CopyCellFormat {
  const delimiterByte = delimiter.charCodeAt(0);
  return {
    isPlain(bytes, start, end) {
      for (let index = start; index < end; index++) {
        const byte = bytes[index] ?? 0;
        if (byte === BACKSLASH || byte === delimiterByte || isNamedControl(byte)) return false;
      }
      return true;
    },
    write(text, out) {
      for (const byte of text) {
        if (byte === BACKSLASH || byte === delimiterByte || isNamedControl(byte)) out.uint8(BACKSLASH);
        out.uint8(isNamedControl(byte) ? (CONTROL_LETTERS[byte - BACKSPACE] ?? byte) : byte);
      }
    },
  };
}

/**
 * COPY's CSV format: a value is quoted where it would otherwise read back as another.
 * @param isOnlyColumn then `\.` is quoted, which alone on a line means the end of the data to older readers
 */
export function csvCellFormat(options: CheckedCopyOptions, isForced: boolean, isOnlyColumn: boolean): CopyCellFormat {
  const delimiterByte = options.delimiter.charCodeAt(0);
  const quoteByte = options.quote.charCodeAt(0);
  const escapeByte = options.escape.charCodeAt(0);
  const quotedWhole = [Buffer.from(options.nullText), ...(isOnlyColumn ? [Buffer.from('\\.')] : [])];
  return {
    isPlain(bytes, start, end) {
      if (isForced) return false;
      for (const whole of quotedWhole) {
        if (end - start === whole.length && bytes.subarray(start, end).equals(whole)) return false;
      }
      for (let index = start; index < end; index++) {
        const byte = bytes[index];
        if (byte === delimiterByte || byte === quoteByte || byte === LINE_FEED || byte === CARRIAGE_RETURN)
          return false;
      }
      return true;
    },
    write(text, out) {
      out.uint8(quoteByte);
      for (const byte of text) {
        if (byte === quoteByte || byte === escapeByte) out.uint8(escapeByte);
        out.uint8(byte);
      }
      out.uint8(quoteByte);
    },
  };
}

/** Makes what was written from `start` on, a value's bare text, stand right in its line. */
export function finishCopyCell(format: CopyCellFormat, start: number, out: ByteWriter): void {
  if (format.isPlain(out.bytes, start, out.position)) return;
  const text = Buffer.from(out.bytes.subarray(start, out.position));
  out.position = start;
  format.write(text, out);
}
