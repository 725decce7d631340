import { expect } from 'vitest';
import type { Printed } from '../../sources/mssql/mssql-questions.js';
import { restrictionFaults } from '../../sources/mssql/restrictions.js';
import { antlrFaults, sqlfluffFaults } from './grammars.js';

/** Forms that are younger than ANTLR's grammar, or that it lacks: a statement with one is sqlfluff's to judge. */
const YOUNGER = /\bSTRING_AGG\(|\(VALUES \(|\bLOG\(/u;

/** Fails for a statement that no grammar takes, or that the server is known to refuse beyond its grammar. */
export async function expectParsed(printed: readonly Printed[]): Promise<void> {
  const texts = printed.map(({ text }) => text);
  for (const { title, text } of printed) expect(restrictionFaults(text), title).toEqual([]);
  const faults = await antlrFaults(texts);
  const left = [...faults.keys()];
  for (const index of left) expect(texts[index], `${printed[index]?.title}: ${faults.get(index)}`).toMatch(YOUNGER);
  const judged = await sqlfluffFaults(left.map((index) => texts[index] ?? ''));
  expect([...judged].map(([index, fault]) => [printed[left[index] ?? -1]?.title, fault])).toEqual([]);
  console.log(
    `${texts.length} statements: ANTLR's grammar takes ${texts.length - left.length}, sqlfluff's the other ${left.length}`,
  );
}
