import { CALLS, FUNCTIONS, WORDS } from './spark-functions.js';

/** Types that DuckDB calls otherwise. */
const TYPES: Readonly<Record<string, string>> = {
  STRING: 'VARCHAR',
  BINARY: 'BLOB',
  TIMESTAMP: 'TIMESTAMPTZ',
  TIMESTAMP_NTZ: 'TIMESTAMP',
};

const SUFFIXES: Readonly<Record<string, string>> = { Y: 'TINYINT', S: 'SMALLINT', L: 'BIGINT', D: 'DOUBLE' };

const TOKEN =
  /(?<spaces>\s+)|(?<hex>X'(?<digits>[0-9a-fA-F]*)')|(?<typed>(DATE|TIMESTAMP_NTZ|TIMESTAMP))?\s*'(?<text>(?:\\.|[^'\\])*)'|`(?<name>(?:``|[^`])+)`|:(?<marker>[A-Za-z]\w*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?<suffix>[YSLD])?\b|(?<word>[A-Za-z_]\w*)|(?<same><=>)|(?<other>[\s\S])/gu;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', 0: '\0' };

function plain(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/gu, (_, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export interface DuckdbText {
  readonly text: string;
  /** Names of the markers, in the order of DuckDB's numbers. */
  readonly markers: readonly string[];
}

type Groups = Readonly<Record<string, string | undefined>>;

/** Reads a statement's tokens from left to right and writes what they are called in DuckDB. */
class Translation {
  readonly markers: string[] = [];
  private readonly tokens: readonly Groups[];
  private at = 0;

  constructor(statement: string) {
    this.tokens = [...statement.matchAll(TOKEN)].map(({ groups }) => groups ?? {});
  }

  whole(): string {
    const text = this.until([]);
    if (this.at < this.tokens.length) throw new Error('A parenthesis is closed that was not opened.');
    return text;
  }

  /** What comes before the first of some signs that is not inside parentheses. */
  private until(ends: readonly string[]): string {
    const parts: string[] = [];
    for (let token = this.tokens[this.at]; token !== undefined; token = this.tokens[this.at]) {
      if (token.other !== undefined && (ends.includes(token.other) || token.other === ')')) break;
      this.at += 1;
      parts.push(this.one(token));
    }
    return parts.join('');
  }

  private one(token: Groups): string {
    if (token.other === '(') return `(${this.arguments().join(',')})`;
    if (token.same !== undefined) return 'IS NOT DISTINCT FROM';
    if (token.digits !== undefined) return `from_hex('${token.digits}')`;
    if (token.text !== undefined) {
      const type = token.typed === undefined ? '' : `${TYPES[token.typed] ?? token.typed} `;
      return ` ${type}${quoted(plain(token.text))}`;
    }
    if (token.name !== undefined) return `"${token.name.replaceAll('``', '`').replaceAll('"', '""')}"`;
    if (token.marker !== undefined) {
      if (!this.markers.includes(token.marker)) this.markers.push(token.marker);
      return `$${this.markers.indexOf(token.marker) + 1}`;
    }
    if (token.number !== undefined) {
      const type = token.suffix === undefined ? undefined : SUFFIXES[token.suffix];
      return type === undefined ? token.number : `CAST(${token.number} AS ${type})`;
    }
    return token.word === undefined ? (token.spaces ?? token.other ?? '') : this.word(token.word);
  }

  /** From behind an opening parenthesis to behind the one that closes it. */
  private arguments(): readonly string[] {
    const found: string[] = [];
    for (;;) {
      found.push(this.until([',']));
      const end = this.tokens[this.at]?.other;
      this.at += 1;
      if (end === ')') return found;
      if (end === undefined) throw new Error('A parenthesis is not closed.');
    }
  }

  private word(word: string): string {
    const upper = word.toUpperCase();
    if (upper === 'RLIKE') return this.pattern();
    const call = this.tokens[this.at]?.other === '(' ? CALLS[word.toLowerCase()] : undefined;
    if (call !== undefined) {
      this.at += 1;
      return call(this.arguments(), this.orderWithin());
    }
    if (upper === 'ARRAY' && this.tokens[this.at]?.other === '<') return this.arrayType();
    const isCalled = this.tokens[this.at]?.other === '(';
    return (isCalled ? FUNCTIONS[word.toLowerCase()] : (TYPES[upper] ?? WORDS[upper])) ?? word;
  }

  /** DuckDB's operator of patterns matches whole texts. */
  private pattern(): string {
    const token = this.next();
    if (token?.text === undefined) throw new Error('RLIKE needs a literal here.');
    return `SIMILAR TO ${quoted(`(?s).*(?:${plain(token.text)}).*`)}`;
  }

  private arrayType(): string {
    this.at += 1;
    const element = this.until(['>']);
    this.at += 1;
    return `${element}[]`;
  }

  /** `WITHIN GROUP (ORDER BY …)` behind a call. */
  private orderWithin(): string | undefined {
    const from = this.at;
    if (this.next()?.word !== 'WITHIN' || this.next()?.word !== 'GROUP' || this.next()?.other !== '(') {
      this.at = from;
      return undefined;
    }
    return this.arguments().join(',');
  }

  private next(): Groups | undefined {
    while (this.tokens[this.at]?.spaces !== undefined) this.at += 1;
    this.at += 1;
    return this.tokens[this.at - 1];
  }
}

/**
 * A statement in Databricks' dialect as DuckDB reads it: quotes, escapes, markers, type names, literals, and the
 * functions that {@link CALLS} declares. All others keep their names, and their meaning is DuckDB's: this is no Spark.
 */
export function duckdbTextOf(statement: string): DuckdbText {
  const translation = new Translation(statement);
  return { text: translation.whole(), markers: translation.markers };
}
