import { GatewayError } from '../../errors.js';
import { BYTEWISE, INDEX_HINT } from '../../functions/dialects/mysql/collation.js';

/** Which of the two it is: they differ in a few words. */
export type Flavor = 'mariadb' | 'mysql';

/** The name of the collation by bytes without padding. */
export const COLLATIONS: Readonly<Record<Flavor, string>> = {
  mariadb: BYTEWISE,
  mysql: 'utf8mb4_0900_bin',
};

/** Quoted text and identifiers, numbered placeholders, and the collation's name outside of quotes. */
const TOKEN = new RegExp(`'(?:[^']|'')*'|\`(?:[^\`]|\`\`)*\`|\\?(\\d+)|\\b${BYTEWISE}\\b`, 'gu');

const inPattern = (text: string) => text.replaceAll(/[*/]/gu, '\\$&');
const QUOTED_OR_HINT = new RegExp(
  `('(?:[^']|'')*'|\`(?:[^\`]|\`\`)*\`)|${inPattern(INDEX_HINT.start)}.*?${inPattern(INDEX_HINT.end)}`,
  'gsu',
);

/** Without what is there for the sake of an index. */
function withoutHints(text: string): string {
  return text.replaceAll(QUOTED_OR_HINT, (_, quoted: string | undefined) => quoted ?? '');
}

export interface ServerText {
  readonly text: string;
  /** For each `?` in its order, the index (1-based) of the parameter that it stands for. */
  readonly order: readonly number[];
}

/**
 * The statement as this server reads it: its placeholders bear no numbers.
 * @param hints whether it keeps what lets the server use its indexes, which tables of other character sets do not take
 */
export function serverText(text: string, flavor: Flavor, hints: boolean): ServerText {
  const order: number[] = [];
  const written = (hints ? text : withoutHints(text)).replaceAll(TOKEN, (token, index: string | undefined) => {
    if (index !== undefined) {
      order.push(Number(index));
      return '?';
    }
    return token === BYTEWISE ? COLLATIONS[flavor] : token;
  });
  return { text: written, order };
}

/** @throws GatewayError INTERNAL if a placeholder has no value */
export function inOrder<T>(values: readonly T[], order: readonly number[]): T[] {
  return order.map((index) => {
    const value = values[index - 1];
    if (value === undefined) throw new GatewayError('INTERNAL', `Parameter ${index} has no value.`);
    return value;
  });
}
