import { SqlError } from '../sql-error.js';

/**
 * A node of Postgres's own tree, such as `QUERY`, `VAR` or `OPEXPR`. Fields bear the names of Postgres's structs, in
 * its order; numbers, booleans and OIDs are text as Postgres prints them (`23`, `true`).
 */
export interface PgNode {
  readonly tag: string;
  readonly fields: Readonly<Record<string, PgValue>>;
}

/**
 * A field's value: a node; a list (of nodes, of integers, of OIDs, of names, a set, or the bytes of a constant); text;
 * or null for `<>`. A list of integers, of OIDs or a set is a list of numbers as text, without its type letter. A
 * constant's bytes are signed numbers as text: `constantBytes` makes a Buffer of them.
 */
export type PgValue = PgNode | readonly PgValue[] | string | null;

/** Characters that end a token where no backslash stands before them. */
const TOKEN_END = new Set([' ', '\n', '\t', '(', ')', '{', '}']);

/** The letters that begin a list of integers, OIDs, transaction ids, and a set. */
const LIST_LETTERS = new Set(['i', 'o', 'x', 'b']);

class NodeReader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  read(): PgNode {
    const node = this.value();
    this.skipSpace();
    if (!isPgNode(node) || this.at !== this.text.length) throw this.malformed();
    return node;
  }

  private value(): PgValue {
    this.skipSpace();
    const character = this.text[this.at];
    if (character !== '{' && character !== '(') return this.token();
    this.depth += 1;
    if (this.depth > this.maxDepth) throw new SqlError('54001', 'the statement is nested too deeply');
    this.at += 1;
    const value = character === '{' ? this.node() : this.list();
    this.depth -= 1;
    return value;
  }

  private node(): PgNode {
    const tag = this.rawToken();
    const fields: Record<string, PgValue> = Object.create(null);
    for (;;) {
      this.skipSpace();
      const character = this.text[this.at];
      this.at += 1;
      if (character === '}') return { tag, fields };
      if (character !== ':') throw this.malformed();
      const name = this.rawToken();
      const value = this.value();
      this.skipSpace();
      fields[name] = this.text[this.at] === '[' ? this.bytes() : value;
    }
  }

  private list(): readonly PgValue[] {
    const items: PgValue[] = [];
    const letter = this.text[this.at] ?? '';
    if (LIST_LETTERS.has(letter) && TOKEN_END.has(this.text[this.at + 1] ?? '')) this.at += 1;
    for (;;) {
      this.skipSpace();
      if (this.text[this.at] === ')') {
        this.at += 1;
        return items;
      }
      items.push(this.value());
    }
  }

  /** `4 [ 1 0 0 0 ]` after its length was read. */
  private bytes(): readonly string[] {
    this.at += 1;
    const bytes: string[] = [];
    for (;;) {
      const token = this.rawToken();
      if (token === ']') return bytes;
      bytes.push(token);
    }
  }

  private token(): string | null {
    const raw = this.rawToken();
    if (raw === '<>') return null;
    if (raw === '""') return '';
    const named = raw.length > 1 && raw.startsWith('"') && raw.endsWith('"');
    return (named ? raw.slice(1, -1) : raw).replace(/\\(.)/gsu, '$1');
  }

  private rawToken(): string {
    this.skipSpace();
    const start = this.at;
    while (this.at < this.text.length && !TOKEN_END.has(this.text[this.at] ?? '')) {
      this.at += this.text[this.at] === '\\' ? 2 : 1;
    }
    if (this.at === start || this.at > this.text.length) throw this.malformed();
    return this.text.slice(start, this.at);
  }

  private skipSpace(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }

  private malformed(): SqlError {
    return new SqlError('XX000', 'the analysed statement cannot be read', { cause: new Error(`at ${this.at}`) });
  }
}

export function isPgNode(value: PgValue | undefined): value is PgNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads the text form of a Postgres node tree (`nodeToString`), unwrapped into one line.
 * @throws SqlError 54001 past `maxDepth` levels, XX000 for text that is no tree.
 */
export function readNode(text: string, maxDepth = 1_000): PgNode {
  return new NodeReader(text, maxDepth).read();
}
