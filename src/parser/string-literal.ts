const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', '0': '\0', Z: '\u001a' };

export interface StringLiteral {
  readonly value: string;
  readonly end: number;
}

/**
 * The string that opens at `offset` with ' or ". A doubled quote is one quote. Backslash escapes are Databricks':
 * `\%` and `\_` keep their backslash, for LIKE. `raw`: no escape at all. Undefined where the string does not close.
 */
export function readString(text: string, offset: number, raw: boolean): StringLiteral | undefined {
  const quote = text[offset];
  let value = '';
  let at = offset + 1;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === quote) {
      if (raw || text[at + 1] !== quote) return { value, end: at + 1 };
      value += quote;
      at += 2;
    } else if (character === '\\' && !raw) {
      const sequence = readEscape(text, at + 1);
      value += sequence.value;
      at = sequence.end;
    } else {
      value += character;
      at += 1;
    }
  }
  return undefined;
}

/** Escape sequences of a fixed form: `\101` octal, `\u0041`, `\U00000041`. */
const CODED = /([0-3][0-7]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y;

function readEscape(text: string, at: number): StringLiteral {
  CODED.lastIndex = at;
  const coded = CODED.exec(text);
  if (coded !== null) {
    const [whole, octal, short, long] = coded;
    const code = octal === undefined ? Number.parseInt(short ?? long ?? '', 16) : Number.parseInt(octal, 8);
    if (code <= 0x10ffff) return { value: String.fromCodePoint(code), end: at + whole.length };
  }
  const character = text[at] ?? '';
  if (character === '%' || character === '_') return { value: `\\${character}`, end: at + 1 };
  return { value: SIMPLE[character] ?? character, end: at + 1 };
}
