/** Types that DuckDB calls otherwise. */
const TYPES: Readonly<Record<string, string>> = {
  STRING: 'VARCHAR',
  BINARY: 'BLOB',
  TIMESTAMP: 'TIMESTAMPTZ',
  TIMESTAMP_NTZ: 'TIMESTAMP',
};

/** Functions that DuckDB has under another name with the same meaning. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  EXPLODE: 'unnest',
  LOCATE: 'instr',
};

const SUFFIXES: Readonly<Record<string, string>> = { Y: 'TINYINT', S: 'SMALLINT', L: 'BIGINT', D: 'DOUBLE' };

const TOKEN =
  /(?<spaces>\s+)|(?<hex>X'(?<digits>[0-9a-fA-F]*)')|(?<typed>(DATE|TIMESTAMP_NTZ|TIMESTAMP))?\s*'(?<text>(?:\\.|[^'\\])*)'|`(?<name>(?:``|[^`])+)`|:(?<marker>[A-Za-z]\w*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?<suffix>[YSLD])?\b|(?<word>[A-Za-z_]\w*)|(?<other>[\s\S])/gu;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', 0: '\0' };

function plain(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/gu, (_, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Characters that DuckDB would not take between quotes are joined in by their number. */
function duckdbText(text: string): string {
  return `'${plain(text).replaceAll("'", "''")}'`;
}

export interface DuckdbText {
  readonly text: string;
  /** Names of the markers, in the order of DuckDB's numbers. */
  readonly markers: readonly string[];
}

/**
 * A statement in Databricks' dialect as DuckDB reads it: quotes, escapes, markers, type names and literals. Functions
 * keep their names but for a few, and their meaning is DuckDB's: this is no Spark.
 */
export function duckdbTextOf(statement: string): DuckdbText {
  const markers: string[] = [];
  const parts: string[] = [];
  for (const match of statement.matchAll(TOKEN)) {
    const part = match.groups ?? {};
    if (part.digits !== undefined) parts.push(`from_hex('${part.digits}')`);
    else if (part.text !== undefined) {
      const type = part.typed === undefined ? '' : `${TYPES[part.typed] ?? part.typed} `;
      parts.push(` ${type}${duckdbText(part.text)}`);
    } else if (part.name !== undefined) parts.push(`"${part.name.replaceAll('``', '`').replaceAll('"', '""')}"`);
    else if (part.marker !== undefined) {
      if (!markers.includes(part.marker)) markers.push(part.marker);
      parts.push(`$${markers.indexOf(part.marker) + 1}`);
    } else if (part.number !== undefined) {
      const type = part.suffix === undefined ? undefined : SUFFIXES[part.suffix];
      parts.push(type === undefined ? part.number : `CAST(${part.number} AS ${type})`);
    } else if (part.word !== undefined) {
      const upper = part.word.toUpperCase();
      parts.push(TYPES[upper] ?? FUNCTIONS[upper] ?? part.word);
    } else parts.push(match[0]);
  }
  return { text: parts.join('').replaceAll(/ARRAY<([^<>]+)>/giu, '$1[]'), markers };
}
