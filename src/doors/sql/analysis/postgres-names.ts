import { LONGEST_RUN_BYTES, longestRunBytes } from './unwrap-dump.js';

/** Longest identifier of Postgres in bytes. */
const MAX_BYTES = 63;

/** Cuts to `maxBytes`, Postgres's limit by default, without splitting a character, as Postgres does. */
export function cutName(name: string, maxBytes = MAX_BYTES): string {
  let bytes = 0;
  let kept = '';
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept;
}

/**
 * Names as a Postgres catalog holds them, in order: at most 63 bytes, no control characters, all different. Most are
 * unchanged; one that collides after the cut gets a number.
 */
export function postgresNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((original) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to replace.
    const plain = original.replace(/[\u0000-\u001f\u007f]/gu, '_');
    const short = cutName(plain);
    const base = longestRunBytes(short) > LONGEST_RUN_BYTES ? cutName(short, LONGEST_RUN_BYTES / 2) : short;
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${cutName(base, MAX_BYTES - 4)}~${number}`;
    taken.add(name);
    return name;
  });
}
