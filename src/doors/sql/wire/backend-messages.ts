import type { FieldDescription, Format } from '../border.js';
import { MessageBuilder } from './message-builder.js';

/** I: no transaction, T: in one, E: in one that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E';

const NEWEST_PROTOCOL = 3 << 16;

const bare = (type: string): Buffer => new MessageBuilder(type).build();

export const PARSE_COMPLETE = bare('1');
export const BIND_COMPLETE = bare('2');
export const CLOSE_COMPLETE = bare('3');
export const NO_DATA = bare('n');
export const EMPTY_QUERY_RESPONSE = bare('I');
export const PORTAL_SUSPENDED = bare('s');
export const COPY_DONE = bare('c');
export const AUTHENTICATION_OK = new MessageBuilder('R').int32(0).build();
export const AUTHENTICATION_CLEARTEXT_PASSWORD = new MessageBuilder('R').int32(3).build();

export function backendKeyData(processId: number, secret: Buffer): Buffer {
  return new MessageBuilder('K').int32(processId).raw(secret).build();
}

/** Tells a client of a newer minor version, or with options of its own, what this server speaks. */
export function negotiateProtocolVersion(unknownOptions: readonly string[]): Buffer {
  const builder = new MessageBuilder('v').int32(NEWEST_PROTOCOL).int32(unknownOptions.length);
  for (const option of unknownOptions) builder.text(option);
  return builder.build();
}

export function parameterStatus(name: string, value: string): Buffer {
  return new MessageBuilder('S').text(name).text(value).build();
}

export function readyForQuery(status: TransactionStatus): Buffer {
  return new MessageBuilder('Z').byte(status.charCodeAt(0)).build();
}

export function commandComplete(tag: string): Buffer {
  return new MessageBuilder('C').text(tag).build();
}

export function parameterDescription(oids: readonly number[]): Buffer {
  const builder = new MessageBuilder('t').count(oids.length);
  for (const oid of oids) builder.uint32(oid);
  return builder.build();
}

/** @param formats one a field, or none: all text */
export function rowDescription(fields: readonly FieldDescription[], formats: readonly Format[]): Buffer {
  const builder = new MessageBuilder('T').count(fields.length);
  for (const [index, field] of fields.entries()) {
    builder.text(field.name).uint32(field.tableOid).int16(field.columnNumber);
    builder.uint32(field.typeOid).int16(field.typeSize).int32(field.typeModifier);
    builder.int16(formats[index] ?? 0);
  }
  return builder.build();
}

export function dataRow(values: readonly (string | null)[]): Buffer {
  const builder = new MessageBuilder('D').count(values.length);
  for (const value of values) {
    if (value === null) {
      builder.int32(-1);
      continue;
    }
    const bytes = Buffer.from(value, 'utf8');
    builder.int32(bytes.length).raw(bytes);
  }
  return builder.build();
}

export function copyOutResponse(format: Format, columns: number): Buffer {
  const builder = new MessageBuilder('H').byte(format).count(columns);
  for (let column = 0; column < columns; column += 1) builder.int16(format);
  return builder.build();
}
