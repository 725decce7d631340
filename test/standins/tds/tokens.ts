import { littleEndian, type TdsColumn } from './columns.js';

const u16 = (value: number) => littleEndian(BigInt(value), 2);
const u32 = (value: number) => littleEndian(BigInt(value), 4);
const byteText = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'utf16le')]);

function sized(id: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([id]), u16(body.length), body]);
}

export function loginAck(): Buffer {
  const version = Buffer.from([0x74, 0x00, 0x00, 0x04]);
  return sized(
    0xad,
    Buffer.concat([Buffer.from([1]), version, byteText('Microsoft SQL Server'), Buffer.from([16, 0, 4, 0])]),
  );
}

export function databaseChange(database: string): Buffer {
  return sized(0xe3, Buffer.concat([Buffer.from([1]), byteText(database), byteText('master')]));
}

export function collationChange(): Buffer {
  return sized(0xe3, Buffer.from([7, 5, 0x09, 0x04, 0xd0, 0x00, 0x34, 0]));
}

/** Acknowledges federated authentication. */
export function featureAck(): Buffer {
  return Buffer.from([0xae, 2, 0, 0, 0, 0, 0xff]);
}

export function info(number: number, message: string): Buffer {
  return messageToken(0xab, number, 10, message);
}

/** @param severity 14 permission, 16 a fault of the statement, 20 and more end the session */
export function error(number: number, message: string, severity = 16): Buffer {
  return messageToken(0xaa, number, severity, message);
}

function messageToken(id: number, number: number, severity: number, message: string): Buffer {
  const text = Buffer.concat([u16(message.length), Buffer.from(message, 'utf16le')]);
  return sized(
    id,
    Buffer.concat([u32(number), Buffer.from([1, severity]), text, byteText('standin'), byteText(''), u32(1)]),
  );
}

export function columnMetadata(columns: readonly TdsColumn[]): Buffer {
  const parts = columns.map(({ name, type }) => Buffer.concat([u32(0), u16(1), type.info, byteText(name)]));
  return Buffer.concat([Buffer.from([0x81]), u16(columns.length), ...parts]);
}

export function row(columns: readonly TdsColumn[], values: readonly unknown[]): Buffer {
  return Buffer.concat([Buffer.from([0xd1]), ...columns.map(({ type }, index) => type.write(values[index]))]);
}

/** A row whose NULLs are bits in front of it. */
export function nullBitmapRow(columns: readonly TdsColumn[], values: readonly unknown[]): Buffer {
  const bitmap = Buffer.alloc(Math.ceil(columns.length / 8));
  const written: Buffer[] = [];
  columns.forEach(({ type }, index) => {
    const at = index >> 3;
    if (type.isNull(values[index])) bitmap.writeUInt8(bitmap.readUInt8(at) | (1 << (index & 7)), at);
    else written.push(type.write(values[index]));
  });
  return Buffer.concat([Buffer.from([0xd2]), bitmap, ...written]);
}

const DONE = { last: 0xfd, procedure: 0xfe, inProcedure: 0xff } as const;
const FLAG = { more: 1, error: 2, count: 0x10, attention: 0x20 } as const;

export function done(kind: keyof typeof DONE, flags: readonly (keyof typeof FLAG)[], rowCount = 0): Buffer {
  const bits = flags.reduce((sum, flag) => sum | FLAG[flag], 0);
  return Buffer.concat([Buffer.from([DONE[kind]]), u16(bits), u16(0xc1), littleEndian(BigInt(rowCount), 8)]);
}

export function returnStatus(value: number): Buffer {
  return Buffer.concat([Buffer.from([0x79]), u32(value)]);
}
