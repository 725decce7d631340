import { postgresLiteral } from './sql-types.js';

/** A constant in a generated statement; `text` null is NULL. */
export interface Constant {
  readonly text: string | null;
  readonly type: string;
}

/** What a division, cast or root of a statement is over, so that one can ask whether a visible row makes it raise. */
export interface RaisingProbe {
  readonly table: string;
  readonly expression: string;
}

/** A statement whose constants stand as `⟦0⟧`, `⟦1⟧`, … in its text. */
export interface SqlText {
  readonly template: string;
  readonly constants: readonly Constant[];
  /** The statement fixes the order of its rows. */
  readonly ordered: boolean;
  readonly probes: readonly RaisingProbe[];
}

const MARK = /⟦(\d+)⟧/gu;

export function mark(index: number): string {
  return `⟦${index}⟧`;
}

function constantAt(constants: readonly Constant[], index: string): Constant {
  const found = constants[Number(index)];
  if (found === undefined) throw new Error(`No constant ${index}.`);
  return found;
}

/** With each constant in its place. */
export function withLiterals(template: string, constants: readonly Constant[]): string {
  return template.replace(MARK, (_, index: string) => {
    const { text, type } = constantAt(constants, index);
    return postgresLiteral(text, type);
  });
}

/** With `$1`, `$2`, … for the constants that it has, in the order of their first places. */
export function withParameters(
  template: string,
  constants: readonly Constant[],
): { readonly text: string; readonly values: readonly (string | null)[] } {
  const numbers = new Map<string, number>();
  const values: (string | null)[] = [];
  const text = template.replace(MARK, (_, index: string) => {
    const constant = constantAt(constants, index);
    const number = numbers.get(index) ?? values.push(constant.text);
    numbers.set(index, number);
    return `$${number}::${constant.type}`;
  });
  return { text, values };
}
