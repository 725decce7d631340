import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = resolve('node_modules/.cache/mssql');
const MAX_OUTPUT_BYTES = 50_000_000;

/** The place and the fault of each statement that does not parse, by its index. */
export type Faults = ReadonlyMap<number, string>;

async function faultsOf(statements: readonly string[], command: string, args: readonly string[]): Promise<Faults> {
  if (statements.length === 0) return new Map();
  const folder = mkdtempSync(join(tmpdir(), 'medallion-tsql-'));
  try {
    const file = join(folder, 'statements');
    writeFileSync(file, statements.join('\0'));
    const { stdout } = await run(command, [...args, file], { maxBuffer: MAX_OUTPUT_BYTES });
    const lines = stdout.trimEnd().split('\n');
    if (lines.at(-1) !== `parsed\t${statements.length}`) throw new Error(`The parser ended early: ${stdout}`);
    return new Map(
      lines.slice(0, -1).map((line) => {
        const tab = line.indexOf('\t');
        return [Number(line.slice(0, tab)), line.slice(tab + 1)] as const;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By ANTLR's grammar of T-SQL, which tells predicates from values in WHERE and knows no other dialect's words. */
export function antlrFaults(statements: readonly string[]): Promise<Faults> {
  const runtime = join(CACHE, 'antlr4-runtime-4.9.3.jar');
  return faultsOf(statements, 'java', ['-cp', runtime, 'test/heavy/mssql/ParseTsql.java', join(CACHE, 'grammar')]);
}

/** By sqlfluff's, which is younger and more lenient. */
export function sqlfluffFaults(statements: readonly string[]): Promise<Faults> {
  return faultsOf(statements, join(CACHE, 'venv/bin/python'), ['test/heavy/mssql/parse_tsql.py']);
}
