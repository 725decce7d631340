const TOKEN =
  /\s*(?:(?<word>[A-Za-z_]+)|'(?<single>(?:''|\\.|[^'\\])*)'|"(?<double>(?:\\.|[^"\\])*)"|(?<sign>[(),]))\s*/uy;

interface Token {
  readonly word?: string | undefined;
  readonly text?: string | undefined;
  readonly sign?: string | undefined;
}

function tokensOf(condition: string): readonly Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < condition.length) {
    const groups = TOKEN.exec(condition)?.groups;
    if (groups === undefined) throw new Error(`Not a condition on tags: ${condition}`);
    const text = groups.single?.replaceAll("''", "'") ?? groups.double;
    found.push({ word: groups.word?.toUpperCase(), text: text?.replaceAll(/\\(.)/gu, '$1'), sign: groups.sign });
  }
  return found;
}

class Condition {
  private at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly tags: ReadonlyMap<string, string>,
  ) {}

  whole(): boolean {
    const holds = this.any();
    if (this.at < this.tokens.length) throw new Error('A condition on tags goes on behind its end.');
    return holds;
  }

  // Both sides are read in any case, so that what cannot be read is found whatever the tags are.
  private any(): boolean {
    let holds = this.all();
    while (this.takes('OR')) holds = this.all() || holds;
    return holds;
  }

  private all(): boolean {
    let holds = this.one();
    while (this.takes('AND')) holds = this.one() && holds;
    return holds;
  }

  private one(): boolean {
    if (this.takes('NOT')) return !this.one();
    const token = this.tokens[this.at];
    this.at += 1;
    if (token?.sign === '(') {
      const holds = this.any();
      this.sign(')');
      return holds;
    }
    if (token?.word === 'TRUE' || token?.word === 'FALSE') return token.word === 'TRUE';
    if (token?.word === 'HAS_TAG' || token?.word === 'HASTAG') {
      const [key] = this.texts(1);
      return this.tags.has(key);
    }
    if (token?.word === 'HAS_TAG_VALUE' || token?.word === 'HASTAGVALUE') {
      const [key, value] = this.texts(2);
      return this.tags.get(key) === value;
    }
    throw new Error(`A condition on tags has ${token?.word ?? token?.sign ?? 'nothing'} where a call should be.`);
  }

  private texts(count: number): readonly [string, string] {
    const found: string[] = [];
    for (let index = 0; index < count; index += 1) {
      this.sign(index === 0 ? '(' : ',');
      const { text } = this.tokens[this.at] ?? {};
      if (text === undefined) throw new Error('A condition on tags has no text where one should be.');
      found.push(text);
      this.at += 1;
    }
    this.sign(')');
    return [found[0] ?? '', found[1] ?? ''];
  }

  private sign(sign: string): void {
    if (this.tokens[this.at]?.sign !== sign) throw new Error(`A condition on tags has no ${sign} where one should be.`);
    this.at += 1;
  }

  private takes(word: string): boolean {
    if (this.tokens[this.at]?.word !== word) return false;
    this.at += 1;
    return true;
  }
}

/** Whether `has_tag('k') AND NOT has_tag_value('k', 'v')` holds of some tags. None is always true. @throws Error if it cannot be read */
export function tagsFulfil(condition: string | undefined, tags: ReadonlyMap<string, string>): boolean {
  if (condition === undefined || condition.trim() === '') return true;
  return new Condition(tokensOf(condition), tags).whole();
}
