import type { Expression } from './expression.js';

/** Text that is equal for equal expressions. */
export function expressionKey(expression: Expression): string {
  return JSON.stringify(expression, (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  });
}
