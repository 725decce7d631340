import { GatewayError } from '../../errors.js';
import type { DataType } from '../../query/types.js';

function outOfRange(detail: string): GatewayError {
  return new GatewayError('INTERNAL', 'A statement failed.', { operatorDetail: detail, sqlState: '22008' });
}

/** Tables can hold days with a year, month or day 0, which no calendar has. */
const NO_DAY = /^0000|-00/u;
const CLOCK = /^([01]\d|2[0-3]):/u;

function checkedDay(text: string): string {
  if (NO_DAY.test(text)) throw outOfRange(`a date ${text}`);
  return text;
}

const withoutZeros = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/u, '') : text);

function decimalOf(text: string, scale: number): string {
  const [whole = '', fraction = ''] = text.split('.');
  return scale === 0 ? whole : `${whole}.${fraction.padEnd(scale, '0')}`;
}

function clockOf(text: string): string {
  if (!CLOCK.test(text)) throw outOfRange('a time that is no time of day');
  return withoutZeros(text);
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? new Uint8Array(value) : new Uint8Array(Buffer.from(String(value)));
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}

/** What makes the driver's values, which are not NULL, those of `ResultBatch`. */
export function valueReader(type: DataType): (value: unknown) => unknown {
  switch (type.kind) {
    case 'boolean':
      return (value) => Number(value) !== 0;
    case 'integer':
      return type.bits === 64 ? (value) => BigInt(String(value)) : Number;
    case 'float':
      return Number;
    case 'decimal':
      return (value) => decimalOf(String(value), type.scale);
    case 'date':
      return (value) => checkedDay(String(value)).slice(0, 10);
    case 'timestamp': {
      const suffix = type.zoned ? 'Z' : '';
      return (value) => withoutZeros(checkedDay(String(value))).replace(' ', 'T') + suffix;
    }
    case 'time':
      return (value) => clockOf(String(value));
    case 'binary':
      return bytesOf;
    case 'string':
    case 'json':
    case 'uuid':
    case 'null':
    case 'interval':
    case 'array':
      return textOf;
  }
}
