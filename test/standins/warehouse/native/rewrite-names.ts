const TOKEN =
  /(?<gap>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>'(?:\\[\s\S]|[^'\\])*'|"(?:\\[\s\S]|[^"\\])*")|`(?<quoted>(?:``|[^`])+)`|(?<word>[A-Za-z_]\w*)|(?<number>\d[\w.]*)|(?<sign>[\s\S])/gu;

interface Token {
  readonly kind: 'gap' | 'text' | 'name' | 'sign';
  readonly text: string;
  /** Without backticks. */
  readonly name: string;
  readonly isQuoted: boolean;
  /** Where the text goes on. */
  readonly end: number;
}

/** A name as it stands in a statement. */
export interface NameUse {
  /** What stands between dots, without backticks. */
  readonly parts: readonly string[];
  /** One part in backticks is enough. */
  readonly isQuoted: boolean;
  /** The word in front of it, in capitals. */
  readonly before: string;
  /** All that comes behind it, as it was. */
  readonly after: string;
}

/** What becomes of names; undefined leaves one as it is. Arguments of a call are rewritten before. */
export interface NameRules {
  name(use: NameUse): string | undefined;
  call(use: NameUse, args: readonly string[]): string | undefined;
}

function tokensOf(sql: string): readonly Token[] {
  return [...sql.matchAll(TOKEN)].map((match) => {
    const { gap, text, quoted, word } = match.groups ?? {};
    const kind =
      gap !== undefined
        ? 'gap'
        : text !== undefined
          ? 'text'
          : quoted === undefined && word === undefined
            ? 'sign'
            : 'name';
    const name = word ?? quoted?.replaceAll('``', '`') ?? '';
    return { kind, text: match[0], name, isQuoted: quoted !== undefined, end: match.index + match[0].length };
  });
}

/** Texts in double quotes are texts in this dialect, and names in the engine's. */
function singleQuoted(text: string): string {
  if (text.startsWith("'")) return text;
  const inner = text.slice(1, -1).replaceAll(/\\[\s\S]|'/gu, (part) => (part === "'" ? "\\'" : part));
  return `'${inner}'`;
}

class Rewriting {
  private readonly tokens: readonly Token[];
  private at = 0;
  private before = '';

  constructor(
    private readonly sql: string,
    private readonly rules: NameRules,
  ) {
    this.tokens = tokensOf(sql);
  }

  whole(): string {
    const parts: string[] = [];
    while (this.at < this.tokens.length) parts.push(this.until(undefined), this.sign());
    return parts.join('');
  }

  /** What comes before a sign that is not inside parentheses, or before one that closes them. */
  private until(end: string | undefined): string {
    const parts: string[] = [];
    for (let token = this.tokens[this.at]; token !== undefined; token = this.tokens[this.at]) {
      if (token.text === ')' || (end !== undefined && token.text === end)) break;
      if (token.kind === 'name') parts.push(this.name());
      else if (token.text === '(') parts.push(`(${this.arguments().join(',')})`);
      else {
        this.at += 1;
        if (token.kind !== 'gap') this.before = '';
        parts.push(token.kind === 'text' ? singleQuoted(token.text) : token.text);
      }
    }
    return parts.join('');
  }

  private sign(): string {
    this.at += 1;
    return this.tokens[this.at - 1]?.text ?? '';
  }

  private name(): string {
    const from = this.at;
    const first = this.tokens[from];
    const found = [first];
    this.at += 1;
    for (let next = this.after(this.at); next?.text === '.'; next = this.after(this.at)) {
      const member = this.after(this.indexOf(next) + 1);
      if (member?.kind !== 'name') break;
      found.push(member);
      this.at = this.indexOf(member) + 1;
    }
    const last = this.tokens[this.at - 1];
    const asItWas = this.tokens.slice(from, this.at).map(({ text }) => text);
    const use = {
      parts: found.map((token) => token?.name ?? ''),
      isQuoted: found.some((token) => token?.isQuoted === true),
      before: this.before,
      after: this.sql.slice(last?.end ?? 0),
    };
    this.before = found.length === 1 ? (first?.name.toUpperCase() ?? '') : '';
    const opening = this.after(this.at);
    if (opening?.text !== '(') return this.rules.name(use) ?? asItWas.join('');
    const gap = this.tokens.slice(this.at, this.indexOf(opening)).map(({ text }) => text);
    this.at = this.indexOf(opening);
    const args = this.arguments();
    return this.rules.call(use, args) ?? `${asItWas.join('')}${gap.join('')}(${args.join(',')})`;
  }

  /** From an opening parenthesis to behind the one that closes it. */
  private arguments(): readonly string[] {
    this.at += 1;
    this.before = '';
    const found: string[] = [];
    for (;;) {
      found.push(this.until(','));
      const end = this.sign();
      this.before = '';
      if (end === ')') return found.length === 1 && found[0]?.trim() === '' ? [] : found;
      if (end === '') throw new Error('A parenthesis is not closed.');
    }
  }

  private after(index: number): Token | undefined {
    let at = index;
    while (this.tokens[at]?.kind === 'gap') at += 1;
    return this.tokens[at];
  }

  private indexOf(token: Token): number {
    return this.tokens.indexOf(token, this.at);
  }
}

/** Writes a statement, or an expression, with other names; texts and comments stay. */
export function rewriteNames(sql: string, rules: NameRules): string {
  return new Rewriting(sql, rules).whole();
}
