import { GatewayError } from '../../errors.js';
import { BYTEWISE } from '../../functions/dialects/mysql/collation.js';

/** Which of the two it is: they differ in a few words. */
export type Flavor = 'mariadb' | 'mysql';

/** The name of the collation by bytes without padding. */
export const COLLATIONS: Readonly<Record<Flavor, string>> = {
  mariadb: BYTEWISE,
  mysql: 'utf8mb4_0900_bin',
};

/** Quoted text and identifiers, numbered placeholders, and the collation's name outside of quotes. */
const TOKEN = new RegExp(`'(?:[^']|'')*'|\`(?:[^\`]|\`\`)*\`|\\?(\\d+)|\\b${BYTEWISE}\\b`, 'gu');

export interface ServerText {
  readonly text: string;
  /** For each `?` in its order, the index (1-based) of the parameter that it stands for. */
  readonly order: readonly number[];
}

/** The statement as this server reads it: its placeholders bear no numbers. */
export function serverText(text: string, flavor: Flavor): ServerText {
  const order: number[] = [];
  const written = text.replaceAll(TOKEN, (token, index: string | undefined) => {
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
