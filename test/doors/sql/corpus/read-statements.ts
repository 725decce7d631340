import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** One statement of the corpus. */
export interface CorpusStatement {
  /** File and name: `tableau/sum-of-records`. */
  readonly id: string;
  readonly sql: string;
  /** Whether the statement fixes the order of its rows. */
  readonly ordered: boolean;
  /** Whether it makes fractions whose last digits depend on how they are computed. */
  readonly approximate: boolean;
}

const FLAGS = new Set(['ordered', 'approximate']);

function readFile(folder: string, file: string): CorpusStatement[] {
  const [preamble = '', ...parts] = readFileSync(resolve(folder, file), 'utf8').split(/^-- @/m);
  if (/^(?!--|\s*$)/m.test(preamble)) throw new Error(`${file} starts without a name.`);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    const [name = '', ...flags] = part.slice(0, end).trim().split(/\s+/);
    const unknown = flags.find((flag) => !FLAGS.has(flag));
    if (unknown !== undefined) throw new Error(`${file}: ${name} has an unknown flag ${unknown}.`);
    return {
      id: `${file.replace(/\.sql$/, '')}/${name}`,
      sql: part
        .slice(end + 1)
        .trim()
        .replace(/;$/, ''),
      ordered: flags.includes('ordered'),
      approximate: flags.includes('approximate'),
    };
  });
}

/**
 * The statements of every `.sql` file beside this one. In them, a line `-- @name flags` starts a statement; flags are
 * `ordered` and `approximate`.
 */
export function readStatements(): readonly CorpusStatement[] {
  const folder = resolve(import.meta.dirname, 'statements');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .flatMap((file) => readFile(folder, file));
}
