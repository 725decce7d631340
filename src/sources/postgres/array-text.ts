import type { DataType } from '../../query/types.js';

/** What one element's text means; numbers of up to 32 bits and floats as numbers, longer integers as bigint. */
function element(text: string, type: DataType): unknown {
  switch (type.kind) {
    case 'boolean':
      return text === 't';
    case 'integer':
      return type.bits === 64 ? BigInt(text) : Number(text);
    case 'float':
      return Number(text);
    case 'timestamp':
      return isInfinite(text) ? text : text.replace(' ', 'T').replace(/\+00$/u, 'Z');
    default:
      return text;
  }
}

const isInfinite = (text: string) => text.endsWith('infinity');

const ITEM = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gsu;

/** The elements of `{…}`, PostgreSQL's text of a flat array; see its manual, "Array Input and Output Syntax". */
export function arrayValues(text: string, type: DataType): readonly unknown[] {
  const body = text.startsWith('[') ? text.slice(text.indexOf('=') + 1) : text;
  return Array.from(body.slice(1, -1).matchAll(ITEM), ([, quoted, plain]) => {
    if (quoted !== undefined) return element(quoted.replaceAll(/\\(.)/gsu, '$1'), type);
    return plain === undefined || plain === 'NULL' ? null : element(plain, type);
  });
}
