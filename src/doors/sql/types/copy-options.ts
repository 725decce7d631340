import { SqlError } from '../sql-error.js';

/** What COPY … TO STDOUT (options) asks for. Left out: Postgres's default of the format. */
export interface CopyOptions {
  readonly format: 'text' | 'csv' | 'binary';
  readonly delimiter?: string | undefined;
  readonly nullText?: string | undefined;
  readonly header?: boolean | undefined;
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  /** Columns by name, or `*`. */
  readonly forceQuote?: readonly string[] | '*' | undefined;
  readonly encoding?: string | undefined;
}

/** The options with every default filled in, and proved to agree with one another. */
export interface CheckedCopyOptions {
  readonly format: 'text' | 'csv' | 'binary';
  readonly delimiter: string;
  readonly nullText: string;
  readonly header: boolean;
  readonly quote: string;
  readonly escape: string;
  readonly forceQuote: readonly string[] | '*';
}

const UTF8_NAMES: readonly string[] = ['utf8', 'utf-8', 'unicode'];
const SHARED_WITH_TEXT = '\\.abcdefghijklmnopqrstuvwxyz0123456789';

function isOneByte(text: string): boolean {
  return text.length === 1 && text <= '\x7f';
}

function rejectForBinary(options: CopyOptions): void {
  if (options.delimiter !== undefined) throw new SqlError('42601', 'cannot specify DELIMITER in BINARY mode');
  if (options.nullText !== undefined) throw new SqlError('42601', 'cannot specify NULL in BINARY mode');
  if (options.header === true) throw new SqlError('0A000', 'cannot specify HEADER in BINARY mode');
}

function rejectOutsideCsv(options: CopyOptions): void {
  if (options.quote !== undefined) throw new SqlError('0A000', 'COPY QUOTE requires CSV mode');
  if (options.escape !== undefined) throw new SqlError('0A000', 'COPY ESCAPE requires CSV mode');
  if (options.forceQuote !== undefined) throw new SqlError('0A000', 'COPY FORCE_QUOTE requires CSV mode');
}

function checkDelimiter({ format, delimiter, nullText, quote }: CheckedCopyOptions): void {
  if (!isOneByte(delimiter)) throw new SqlError('0A000', 'COPY delimiter must be a single one-byte character');
  if (delimiter === '\n' || delimiter === '\r') {
    throw new SqlError('22023', 'COPY delimiter cannot be newline or carriage return');
  }
  if (format === 'text' && SHARED_WITH_TEXT.includes(delimiter)) {
    throw new SqlError('22023', `COPY delimiter cannot be "${delimiter}"`);
  }
  if (/[\r\n]/.test(nullText)) {
    throw new SqlError('22023', 'COPY null representation cannot use newline or carriage return');
  }
  if (nullText.includes(delimiter)) {
    throw new SqlError('22023', 'COPY delimiter character must not appear in the NULL specification');
  }
  if (format === 'csv' && quote === delimiter) {
    throw new SqlError('22023', 'COPY delimiter and quote must be different');
  }
  if (format === 'csv' && nullText.includes(quote)) {
    throw new SqlError('22023', 'CSV quote character must not appear in the NULL specification');
  }
}

/**
 * Fills in the defaults and checks the options as Postgres does.
 * @throws SqlError 42601, 22023 or 0A000 with Postgres's wording; 0A000 for an encoding other than UTF8
 */
export function checkCopyOptions(options: CopyOptions): CheckedCopyOptions {
  const { format } = options;
  if (format === 'binary') rejectForBinary(options);
  if (format !== 'csv') rejectOutsideCsv(options);
  if (options.encoding !== undefined && !UTF8_NAMES.includes(options.encoding.toLowerCase())) {
    throw new SqlError('0A000', `COPY ENCODING "${options.encoding}" is not supported`);
  }
  const quote = options.quote ?? '"';
  const checked: CheckedCopyOptions = {
    format,
    delimiter: options.delimiter ?? (format === 'csv' ? ',' : '\t'),
    nullText: options.nullText ?? (format === 'csv' ? '' : '\\N'),
    header: options.header ?? false,
    quote,
    escape: options.escape ?? quote,
    forceQuote: options.forceQuote ?? [],
  };
  if (!isOneByte(quote)) throw new SqlError('0A000', 'COPY quote must be a single one-byte character');
  if (!isOneByte(checked.escape)) throw new SqlError('0A000', 'COPY escape must be a single one-byte character');
  if (format !== 'binary') checkDelimiter(checked);
  return checked;
}
