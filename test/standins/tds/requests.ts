/** A parameter of a procedure call as it came over the wire. */
export interface TdsArgument {
  readonly name: string;
  /** `nvarchar(max)` and the like, as the type's bytes say. */
  readonly type: string;
  readonly value: unknown;
}

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly application: string;
  readonly database: string;
  readonly isReadOnly: boolean;
  /** Of Entra ID. */
  readonly token: string | undefined;
}

class Cursor {
  at = 0;

  constructor(readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  u8(): number {
    this.at += 1;
    return this.bytes.readUInt8(this.at - 1);
  }

  u16(): number {
    this.at += 2;
    return this.bytes.readUInt16LE(this.at - 2);
  }

  u32(): number {
    this.at += 4;
    return this.bytes.readUInt32LE(this.at - 4);
  }

  u64(): bigint {
    this.at += 8;
    return this.bytes.readBigUInt64LE(this.at - 8);
  }

  take(length: number): Buffer {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** Text behind a byte that counts its characters. */
  text(): string {
    return this.take(this.u8() * 2).toString('utf16le');
  }
}

/** The headers that stand in front of a batch and of a call. */
function skipHeaders(cursor: Cursor): void {
  const length = cursor.u32();
  cursor.at += length - 4;
}

export function readBatch(data: Buffer): string {
  const cursor = new Cursor(data);
  skipHeaders(cursor);
  return data.subarray(cursor.at).toString('utf16le');
}

const PLP_NULL = 0xffff_ffff_ffff_ffffn;

function plp(cursor: Cursor): Buffer | null {
  if (cursor.u64() === PLP_NULL) return null;
  const parts: Buffer[] = [];
  for (let length = cursor.u32(); length > 0; length = cursor.u32()) parts.push(cursor.take(length));
  return Buffer.concat(parts);
}

function variable(cursor: Cursor, name: string, hasCollation: boolean, decode: (bytes: Buffer) => unknown) {
  const max = cursor.u16();
  if (hasCollation) cursor.at += 5;
  let bytes: Buffer | null;
  if (max === 0xffff) bytes = plp(cursor);
  else {
    const length = cursor.u16();
    bytes = length === 0xffff ? null : cursor.take(length);
  }
  const size = max === 0xffff ? 'max' : name === 'nvarchar' ? max / 2 : max;
  return { type: `${name}(${size})`, value: bytes === null ? null : decode(bytes) };
}

function integer(bytes: Buffer): number | bigint {
  return bytes.length === 8 ? bytes.readBigInt64LE() : bytes.readIntLE(0, bytes.length);
}

function guid(bytes: Buffer): string {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const hex = Buffer.from(order.map((from) => bytes.readUInt8(from))).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A value behind a byte of length, of a type that says its longest. */
function short(cursor: Cursor, name: string, decode: (bytes: Buffer) => unknown): Omit<TdsArgument, 'name'> {
  const size = cursor.u8();
  const length = cursor.u8();
  return { type: `${name}${size}`, value: length === 0 ? null : decode(cursor.take(length)) };
}

function typedValue(cursor: Cursor): Omit<TdsArgument, 'name'> {
  const id = cursor.u8();
  switch (id) {
    case 0xe7:
      return variable(cursor, 'nvarchar', true, (bytes) => bytes.toString('utf16le'));
    case 0xa7:
      return variable(cursor, 'varchar', true, (bytes) => bytes.toString('latin1'));
    case 0xa5:
      return variable(cursor, 'varbinary', false, (bytes) => new Uint8Array(bytes));
    case 0x26:
      return short(cursor, 'int', integer);
    case 0x68:
      return short(cursor, 'bit', (bytes) => bytes.readUInt8(0) !== 0);
    case 0x6d:
      return short(cursor, 'float', (bytes) => (bytes.length === 4 ? bytes.readFloatLE() : bytes.readDoubleLE()));
    case 0x24:
      return short(cursor, 'guid', guid);
    default:
      throw new Error(`The stand-in knows no type 0x${id.toString(16)}.`);
  }
}

export interface ExecuteSql {
  readonly text: string;
  /** The second argument: the parameters with their types. */
  readonly declarations: string;
  readonly parameters: readonly TdsArgument[];
}

const SP_EXECUTESQL = 10;

/** A call of sp_executesql, the one that the source makes. */
export function readExecuteSql(data: Buffer): ExecuteSql {
  const cursor = new Cursor(data);
  skipHeaders(cursor);
  if (cursor.u16() !== 0xffff || cursor.u16() !== SP_EXECUTESQL)
    throw new Error('The stand-in knows sp_executesql alone.');
  cursor.u16();
  const read: TdsArgument[] = [];
  while (!cursor.isAtEnd) {
    const name = cursor.text();
    cursor.u8();
    read.push({ name, ...typedValue(cursor) });
  }
  const [text, declarations, ...parameters] = read;
  return { text: String(text?.value), declarations: String(declarations?.value ?? ''), parameters };
}

function unscrambled(bytes: Buffer): string {
  const plain = bytes.map((byte) => {
    const value = byte ^ 0xa5;
    return ((value << 4) | (value >> 4)) & 0xff;
  });
  return Buffer.from(plain).toString('utf16le');
}

function tokenOf(data: Buffer): string | undefined {
  if ((data.readUInt8(27) & 0x10) === 0) return undefined;
  const cursor = new Cursor(data);
  cursor.at = data.readUInt32LE(data.readUInt16LE(56));
  for (let id = cursor.u8(); id !== 0xff; id = cursor.u8()) {
    const feature = new Cursor(cursor.take(cursor.u32()));
    if (id !== 2) continue;
    feature.u8();
    return feature.take(feature.u32()).toString('utf16le');
  }
  return undefined;
}

export function readLogin(data: Buffer): Login {
  const part = (at: number) => {
    const start = data.readUInt16LE(at);
    return data.subarray(start, start + data.readUInt16LE(at + 2) * 2);
  };
  const text = (at: number) => part(at).toString('utf16le');
  return {
    user: text(40),
    password: unscrambled(part(44)),
    application: text(48),
    database: text(68),
    isReadOnly: (data.readUInt8(26) & 0x20) !== 0,
    token: tokenOf(data),
  };
}

/** What the client says of encryption before it signs in: 0 off, 1 on, 2 not supported. */
export function readPrelogin(data: Buffer): { readonly encryption: number; readonly isFederated: boolean } {
  let encryption = 0;
  let isFederated = false;
  for (let at = 0; data.readUInt8(at) !== 0xff; at += 5) {
    const value = data.readUInt8(data.readUInt16BE(at + 1));
    if (data.readUInt8(at) === 1) encryption = value;
    if (data.readUInt8(at) === 6) isFederated = value === 1;
  }
  return { encryption, isFederated };
}

export function preloginReply(encryption: number, isFederated: boolean): Buffer {
  const options: readonly (readonly [number, Buffer])[] = [
    [0, Buffer.from([16, 0, 4, 0, 0, 0])],
    [1, Buffer.from([encryption])],
    [2, Buffer.from([0])],
    [3, Buffer.alloc(0)],
    [4, Buffer.from([0])],
    ...(isFederated ? [[6, Buffer.from([1])] as const] : []),
  ];
  let offset = options.length * 5 + 1;
  const heads = options.map(([id, value]) => {
    const head = Buffer.alloc(5);
    head.writeUInt8(id, 0);
    head.writeUInt16BE(offset, 1);
    head.writeUInt16BE(value.length, 3);
    offset += value.length;
    return head;
  });
  return Buffer.concat([...heads, Buffer.from([0xff]), ...options.map(([, value]) => value)]);
}
