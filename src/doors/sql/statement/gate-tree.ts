import { LINE_BYTES, LONGEST_RUN_BYTES, longestRunBytes } from '../analysis/unwrap-dump.js';
import { SqlError } from '../sql-error.js';
import { isObject } from './syntax-tree.js';

/** Levels of libpg-query's tree; an operator takes two. */
const MAX_DEPTH = 1_500;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are looked for.
const CONTROL = /[\u0000-\u001f\u007f]/u;

/** A piece of a name that is neither sure to fit a line nor sure to need two. */
function fillsALine(name: string): boolean {
  const run = longestRunBytes(name);
  return run > LONGEST_RUN_BYTES && run <= LINE_BYTES + 2;
}

function assertName(name: string): void {
  if (!CONTROL.test(name) && !fillsALine(name)) return;
  throw new SqlError('0A000', 'a name with control characters or many brackets in a row is not supported');
}

/**
 * Refuses what the analysed tree could not be read of: trees that are too deep, as a chain of a thousand operators is,
 * and names that Postgres's print of the tree does not tell apart from its own line breaks. Constants may hold anything.
 * @throws SqlError 54001 or 0A000
 */
export function assertReadable(statement: unknown): void {
  let level: readonly unknown[] = [statement];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new SqlError('54001', 'the statement is nested too deeply');
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string') assertName(value);
      else if (Array.isArray(value)) for (const item of value) below.push(item);
      else if (isObject(value))
        for (const [field, child] of Object.entries(value)) if (field !== 'A_Const') below.push(child);
    }
    level = below;
  }
}
