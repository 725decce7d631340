import { hash } from 'node:crypto';
import { printType } from '../query/types.js';
import type { SqlStatement } from './statement.js';

function encode(value: unknown): string {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('base64')}`;
  return `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`;
}

/**
 * A collision-resistant name of what a source is asked: the statement with policy folded into it, and its values.
 * Requests with the same name at the same source and table versions have the same answer, whoever asks.
 */
export function statementFingerprint(source: string, statement: SqlStatement): string {
  const parts = [
    source,
    statement.text,
    ...statement.parameters.flatMap(({ value, type }) => [printType(type), encode(value)]),
  ];
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
