/** Frontend messages as bytes. */

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
}

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

export function frame(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(body.length + 4), body]);
}

export function packet(code: number, rest: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([int32(rest.length + 8), int32(code), rest]);
}

export const TLS_REQUEST = packet(80_877_103);
export const GSS_REQUEST = packet(80_877_104);

export function cancelRequest(processId: number, secret: Buffer): Buffer {
  return packet(80_877_102, Buffer.concat([int32(processId), secret]));
}

export function startup(parameters: Readonly<Record<string, string>>, version = 196_608): Buffer {
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [text(name), text(value)]);
  return packet(version, Buffer.concat([...pairs, Buffer.from([0])]));
}

export const password = (value: string): Buffer => frame('p', text(value));
export const query = (value: string): Buffer => frame('Q', text(value));
export const sync = (): Buffer => frame('S');
export const flush = (): Buffer => frame('H');
export const terminate = (): Buffer => frame('X');

export function parse(name: string, value: string, oids: readonly number[] = []): Buffer {
  return frame('P', text(name), text(value), int16(oids.length), ...oids.map(int32));
}

export interface BindOptions {
  readonly formats?: readonly number[];
  readonly values?: readonly (string | null)[];
  readonly resultFormats?: readonly number[];
}

export function bind(portal: string, statement: string, options: BindOptions = {}): Buffer {
  const { formats = [], values = [], resultFormats = [] } = options;
  const cells = values.flatMap((value) =>
    value === null ? [int32(-1)] : [int32(Buffer.byteLength(value)), Buffer.from(value)],
  );
  return frame(
    'B',
    text(portal),
    text(statement),
    int16(formats.length),
    ...formats.map(int16),
    int16(values.length),
    ...cells,
    int16(resultFormats.length),
    ...resultFormats.map(int16),
  );
}

export const describeStatement = (name: string): Buffer => frame('D', Buffer.from('S'), text(name));
export const describePortal = (name: string): Buffer => frame('D', Buffer.from('P'), text(name));
export const closeStatement = (name: string): Buffer => frame('C', Buffer.from('S'), text(name));
export const closePortal = (name: string): Buffer => frame('C', Buffer.from('P'), text(name));
export const execute = (portal: string, maxRows = 0): Buffer => frame('E', text(portal), int32(maxRows));
