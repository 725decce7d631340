/** A type of the protocol: how it stands in COLMETADATA, and how its values stand in a row. */
export interface TdsColumnType {
  readonly info: Buffer;
  /** @param value undefined for NULL */
  readonly write: (value: unknown) => Buffer;
  readonly isNull: (value: unknown) => boolean;
}

export interface TdsColumn {
  readonly name: string;
  readonly type: TdsColumnType;
}

/** LCID 1033, version 100, code page 1252. */
const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);
const PLP = 0xffff;
const DAYS_TO_1970 = 719_162;

const isNull = (value: unknown) => value === null || value === undefined;

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** The lowest `size` bytes of a whole number, the lowest first. */
export function littleEndian(value: bigint, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let rest = BigInt.asUintN(size * 8, value);
  for (let index = 0; index < size; index += 1) {
    bytes.writeUInt8(Number(rest & 0xffn), index);
    rest >>= 8n;
  }
  return bytes;
}

/** A type whose values stand behind one byte of length, 0 for NULL. */
function byteLength(info: readonly number[], write: (value: unknown) => Buffer): TdsColumnType {
  return {
    info: Buffer.from(info),
    isNull,
    write: (value) => {
      if (isNull(value)) return Buffer.from([0]);
      const bytes = write(value);
      return Buffer.concat([Buffer.from([bytes.length]), bytes]);
    },
  };
}

/** Text or bytes up to a length; without one, in chunks. */
function variable(id: number, maxBytes: number | undefined, collation: Buffer, encode: (value: unknown) => Buffer) {
  return {
    info: Buffer.concat([Buffer.from([id]), short(maxBytes ?? PLP), collation]),
    isNull,
    write: (value: unknown) => {
      if (maxBytes === undefined) return plp(isNull(value) ? undefined : encode(value));
      if (isNull(value)) return short(0xffff);
      const bytes = encode(value);
      return Buffer.concat([short(bytes.length), bytes]);
    },
  } satisfies TdsColumnType;
}

const CHUNK_BYTES = 5000;

function plp(bytes: Buffer | undefined): Buffer {
  if (bytes === undefined) return littleEndian(0xffff_ffff_ffff_ffffn, 8);
  const parts = [littleEndian(BigInt(bytes.length), 8)];
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    const chunk = bytes.subarray(start, start + CHUNK_BYTES);
    parts.push(long(chunk.length), chunk);
  }
  return Buffer.concat([...parts, long(0)]);
}

const ucs2 = (value: unknown) => Buffer.from(String(value), 'utf16le');
const integer = (size: number) => byteLength([0x26, size], (value) => littleEndian(BigInt(value as number), size));

function float(size: 4 | 8): TdsColumnType {
  return byteLength([0x6d, size], (value) => {
    const bytes = Buffer.alloc(size);
    if (size === 4) bytes.writeFloatLE(Number(value));
    else bytes.writeDoubleLE(Number(value));
    return bytes;
  });
}

/** The value is the unscaled one. */
function decimal(precision: number, scale: number): TdsColumnType {
  const size = precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
  return byteLength([0x6a, size, precision, scale], (value) => {
    const unscaled = BigInt(value as bigint);
    return Buffer.concat([
      Buffer.from([unscaled < 0n ? 0 : 1]),
      littleEndian(unscaled < 0n ? -unscaled : unscaled, size - 1),
    ]);
  });
}

const dayBytes = (days: number) => littleEndian(BigInt(days + DAYS_TO_1970), 3);
const timeBytes = (scale: number) => (scale <= 2 ? 3 : scale <= 4 ? 4 : 5);
/** Ticks of 100 ns in a day, at a scale. */
const ticks = (value: bigint, scale: number) => littleEndian(value / 10n ** BigInt(7 - scale), timeBytes(scale));

export interface TdsMoment {
  /** Since 1970. */
  readonly days: number;
  /** Of 100 ns, since midnight. */
  readonly ticks: bigint;
}

const GUID_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

function guid(value: unknown): Buffer {
  const bytes = Buffer.from(String(value).replaceAll('-', ''), 'hex');
  return Buffer.from(GUID_ORDER.map((from) => bytes.readUInt8(from)));
}

/** The types by their names in SQL. */
export const TDS = {
  bit: byteLength([0x68, 1], (value) => Buffer.from([value === true ? 1 : 0])),
  tinyint: integer(1),
  smallint: integer(2),
  int: integer(4),
  bigint: integer(8),
  real: float(4),
  float: float(8),
  decimal,
  money: byteLength([0x6e, 8], (value) => {
    const units = BigInt(value as bigint);
    return Buffer.concat([littleEndian(units >> 32n, 4), littleEndian(units, 4)]);
  }),
  nvarchar: (characters?: number) =>
    variable(0xe7, characters === undefined ? undefined : characters * 2, COLLATION, ucs2),
  varchar: (characters?: number) =>
    variable(0xa7, characters, COLLATION, (value) => Buffer.from(String(value), 'latin1')),
  varbinary: (bytes?: number) => variable(0xa5, bytes, Buffer.alloc(0), (value) => Buffer.from(value as Uint8Array)),
  uniqueidentifier: byteLength([0x24, 16], guid),
  date: byteLength([0x28], (value) => dayBytes(Number(value))),
  time: (scale: number) => byteLength([0x29, scale], (value) => ticks(value as bigint, scale)),
  datetime2: (scale: number) =>
    byteLength([0x2a, scale], (value) => {
      const moment = value as TdsMoment;
      return Buffer.concat([ticks(moment.ticks, scale), dayBytes(moment.days)]);
    }),
  /** The moment in UTC, and where it was an hour later. */
  datetimeoffset: (scale: number) =>
    byteLength([0x2b, scale], (value) => {
      const moment = value as TdsMoment;
      return Buffer.concat([ticks(moment.ticks, scale), dayBytes(moment.days), short(60)]);
    }),
} as const;
