import type {
  Bound,
  Execution,
  FieldDescription,
  ParsedStatement,
  PreparedStatement,
  RowBatch,
  SessionContext,
  Statements,
} from '../../../../../src/doors/sql/border.js';
import { SqlError } from '../../../../../src/doors/sql/sql-error.js';

/** `gen 10 batch=3 width=5 fail=7 hang=4 delay=1 mark=abc` gives rows (n int4, mark text); `$1`, `$2` may be the count and the mark. */
interface Generation {
  readonly count: string;
  readonly mark: string;
  readonly batchRows: number;
  readonly widthBytes: number;
  readonly failAt: number;
  readonly hangAt: number;
  readonly delayMs: number;
}

export interface Counters {
  executed: number;
  batches: number;
  /** Executions that have neither ended, failed nor been stopped. */
  open: number;
  aborted: number;
}

const never = Number.POSITIVE_INFINITY;

function readGeneration(text: string): Generation {
  const words = text.trim().split(/\s+/);
  const options = new Map(
    words.filter((word) => word.includes('=')).map((word) => word.split('=', 2) as [string, string]),
  );
  const number = (name: string, fallback: number): number => Number(options.get(name) ?? fallback);
  return {
    count: words[words.indexOf('gen') + 1] ?? '0',
    mark: options.get('mark') ?? '-',
    // At least one: a fuzzed text must not ask for batches without end.
    batchRows: Math.max(1, Math.trunc(number('batch', 100)) || 1),
    widthBytes: number('width', 0),
    failAt: number('fail', never),
    hangAt: number('hang', never),
    delayMs: number('delay', 0),
  };
}

function field(name: string, typeOid: number, typeSize: number): FieldDescription {
  return { name, tableOid: 0, columnNumber: 0, typeOid, typeSize, typeModifier: -1 };
}

function cell(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function row(n: number, mark: string, isBinary: boolean): Buffer {
  const number = isBinary ? int4(n) : Buffer.from(String(n));
  return message('D', Buffer.concat([Buffer.from([0, 2]), cell(number), cell(Buffer.from(mark))]));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = ms === never ? undefined : setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('the source was stopped'));
    });
  });
}

async function* generate(
  from: Generation,
  count: number,
  encode: (n: number) => Buffer,
  signal: AbortSignal,
  counters: Counters,
): AsyncGenerator<RowBatch> {
  counters.open += 1;
  try {
    for (let at = 0; at < count; at += from.batchRows) {
      const rowCount = Math.min(from.batchRows, count - at);
      if (from.delayMs > 0) await pause(from.delayMs, signal);
      if (at >= from.hangAt) await pause(never, signal);
      if (at + rowCount > from.failAt) throw new SqlError('22012', 'division by zero');
      counters.batches += 1;
      yield {
        rowCount,
        encode: (start, end) =>
          Buffer.concat(Array.from({ length: end - start }, (_, index) => encode(at + start + index))),
      };
    }
  } finally {
    counters.open -= 1;
    if (signal.aborted) counters.aborted += 1;
  }
}

function textOf(value: Buffer | null | undefined, isBinary: boolean): string {
  if (value === null || value === undefined) return '';
  return isBinary && value.length === 4 ? String(value.readInt32BE()) : value.toString();
}

function prepareGeneration(text: string, counters: Counters): PreparedStatement {
  const from = readGeneration(text);
  const isCopy = /^copy\b/.test(text.trim());
  const parameterOids = [...(text.includes('$1') ? [23] : []), ...(text.includes('$2') ? [25] : [])];
  return {
    parameterOids,
    fields: [field('n', 23, 4), field('mark', 25, -1)],
    copy: isCopy ? { format: 0, columns: 2 } : undefined,
    execute: async (bound: Bound, signal: AbortSignal): Promise<Execution> => {
      counters.executed += 1;
      const given = bound.values.map((value, index) =>
        textOf(value, (bound.formats[index] ?? bound.formats[0] ?? 0) === 1),
      );
      const count = Number(from.count === '$1' ? given[0] : from.count);
      if (!Number.isSafeInteger(count)) throw new SqlError('22P02', `invalid input syntax: "${from.count}"`);
      const mark = `${from.mark === '$2' ? given[1] : from.mark}${'x'.repeat(from.widthBytes)}`;
      const isBinary = bound.resultFormats[0] === 1;
      const encode = (n: number): Buffer =>
        isCopy ? message('d', Buffer.from(`${n}\t${mark}\n`)) : row(n, mark, isBinary);
      return {
        batches: generate(from, count, encode, signal, counters),
        tag: (rowCount) => `${isCopy ? 'COPY' : 'SELECT'} ${rowCount}`,
      };
    },
  };
}

const NAME = '([\\w$]+)';

function classify(text: string, offset: number): ParsedStatement {
  const at = { text, offset };
  const trimmed = text.trim();
  const match = (pattern: string): RegExpExecArray | null => new RegExp(`^${pattern}$`, 'is').exec(trimmed);
  const query = (from: string): ParsedStatement => classify(from, offset);
  if (trimmed === '') return { ...at, kind: 'empty' };
  if (match('(copy )?gen .*')) return { ...at, kind: 'rows' };
  if (match('begin')) return { ...at, kind: 'begin', tag: 'BEGIN' };
  if (match('commit')) return { ...at, kind: 'commit' };
  if (match('rollback')) return { ...at, kind: 'rollback' };
  if (match('show all')) return { ...at, kind: 'show-all' };
  if (match('reset all')) return { ...at, kind: 'reset-all' };
  if (match('listen .*')) return { ...at, kind: 'ignored', tag: 'LISTEN' };
  const discard = match('discard (ALL|PLANS|SEQUENCES|TEMP)');
  if (discard) return { ...at, kind: 'discard', target: discard[1]?.toUpperCase() as 'ALL' };
  const savepoint = match(`savepoint ${NAME}`);
  if (savepoint) return { ...at, kind: 'savepoint', name: savepoint[1] ?? '' };
  const release = match(`release ${NAME}`);
  if (release) return { ...at, kind: 'release', name: release[1] ?? '' };
  const back = match(`rollback to ${NAME}`);
  if (back) return { ...at, kind: 'rollback-to', name: back[1] ?? '' };
  const set = match("set (local )?([\\w.]+) ?(?:=|to) ?'?(.*?)'?");
  if (set) {
    const value = set[3]?.toLowerCase() === 'default' ? undefined : (set[3] ?? '');
    return { ...at, kind: 'set', name: (set[2] ?? '').toLowerCase(), value, local: set[1] !== undefined, tag: 'SET' };
  }
  const reset = match('reset ([\\w.]+)');
  if (reset)
    return { ...at, kind: 'set', name: (reset[1] ?? '').toLowerCase(), value: undefined, local: false, tag: 'RESET' };
  const show = match('show ([\\w.]+)');
  if (show) return { ...at, kind: 'show', name: (show[1] ?? '').toLowerCase() };
  const deallocate = match(`deallocate ${NAME}`);
  if (deallocate)
    return { ...at, kind: 'deallocate', name: deallocate[1]?.toLowerCase() === 'all' ? undefined : deallocate[1] };
  const prepare = match(`prepare ${NAME}(?: ?\\((.*?)\\))? as (.*)`);
  if (prepare) {
    const typeNames = prepare[2]?.split(/, ?/) ?? [];
    return { ...at, kind: 'prepare', name: prepare[1] ?? '', typeNames, query: query(prepare[3] ?? '') };
  }
  const execute = match(`execute ${NAME}(?: ?\\((.*)\\))?`);
  if (execute) return { ...at, kind: 'execute', name: execute[1] ?? '', values: execute[2]?.split(/, ?/) ?? [] };
  const declare = match(`declare ${NAME}( binary)? cursor( with hold)? for (.*)`);
  if (declare) {
    const flags = { binary: declare[2] !== undefined, hold: declare[3] !== undefined, scroll: false };
    return { ...at, kind: 'declare', name: declare[1] ?? '', ...flags, query: query(declare[4] ?? '') };
  }
  const fetch = match(`(fetch|move) (-?\\d+|all) (?:in|from) ${NAME}`);
  if (fetch) {
    const count = fetch[2]?.toLowerCase() === 'all' ? 'all' : Number(fetch[2]);
    return { ...at, kind: 'fetch', name: fetch[3] ?? '', count, move: fetch[1]?.toLowerCase() === 'move' };
  }
  const close = match(`close ${NAME}`);
  if (close) return { ...at, kind: 'close', name: close[1]?.toLowerCase() === 'all' ? undefined : close[1] };
  throw new SqlError('42601', 'syntax error', { position: offset + 1 });
}

export interface GeneratedStatements extends Statements {
  readonly counters: Counters;
}

/** Statements whose rows are made up on the spot, behind a syntax of a few words. */
export function generatedStatements(): GeneratedStatements {
  const counters: Counters = { executed: 0, batches: 0, open: 0, aborted: 0 };
  return {
    counters,
    parse(text) {
      let offset = 0;
      return text.split(';').map((part) => {
        const statement = classify(part, offset);
        offset += part.length + 1;
        return statement;
      });
    },
    async prepare(statement, _parameterOids, _context: SessionContext, signal) {
      if (statement.text.includes('gen nowhere')) throw new SqlError('42P01', 'relation "nowhere" does not exist');
      if (statement.text.includes('gen slowly')) await pause(never, signal);
      if (statement.text.includes('gen broken')) throw new TypeError('secret of the operator');
      return prepareGeneration(statement.text, counters);
    },
  };
}
