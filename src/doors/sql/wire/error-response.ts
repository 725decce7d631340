import type { SqlError } from '../sql-error.js';
import { MessageBuilder } from './message-builder.js';

/** UTF-16 units of each text: a message may quote a client's whole statement. */
const MAX_TEXT_LENGTH = 4_000;

/** A warning or a word of information that accompanies a statement. */
export interface Notice {
  readonly severity: 'WARNING' | 'NOTICE';
  readonly sqlState: string;
  readonly message: string;
}

function cut(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  return `${text.slice(0, MAX_TEXT_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

function field(builder: MessageBuilder, letter: string, text: string | undefined): void {
  if (text === undefined) return;
  builder.byte(letter.charCodeAt(0)).text(cut(text));
}

function report(type: 'E' | 'N', severity: string, sqlState: string, message: string): MessageBuilder {
  const builder = new MessageBuilder(type);
  field(builder, 'S', severity);
  field(builder, 'V', severity);
  field(builder, 'C', sqlState);
  field(builder, 'M', message);
  return builder;
}

export function errorResponse(error: SqlError): Buffer {
  const builder = report('E', error.severity, error.sqlState, error.message);
  field(builder, 'D', error.detail);
  field(builder, 'H', error.hint);
  field(builder, 'P', error.position === undefined ? undefined : String(error.position));
  return builder.byte(0).build();
}

export function noticeResponse(notice: Notice): Buffer {
  return report('N', notice.severity, notice.sqlState, notice.message).byte(0).build();
}
