/** Tags of one object, by key. A tag without a value has the empty one. */
export type Tags = ReadonlyMap<string, string>;

export type TagCondition = (tags: Tags) => boolean;

type Token = { readonly kind: 'word' | 'text' | 'sign'; readonly text: string };

const TOKEN = /\s*(?:([A-Za-z_]+)|'((?:[^'\\]|'')*)'|"((?:[^"\\]|"")*)"|([(),])|(.))/suy;
/** Deeper than any condition that a person writes. */
const MAX_DEPTH = 50;

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const [, word, single, double, sign, other] = TOKEN.exec(text) ?? [];
    if (other !== undefined) return undefined;
    if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase().replaceAll('_', '') });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: single?.replaceAll("''", "'") ?? double?.replaceAll('""', '"') ?? '' });
  }
  return tokens;
}

/** Reads OR over AND over NOT over calls and parentheses; every method gives undefined where the text does not fit. */
class ConditionReader {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): TagCondition | undefined {
    const condition = this.alternatives(0);
    return this.position === this.tokens.length ? condition : undefined;
  }

  private alternatives(depth: number): TagCondition | undefined {
    return this.chain(
      'or',
      (parts) => (tags) => parts.some((part) => part(tags)),
      () =>
        this.chain(
          'and',
          (parts) => (tags) => parts.every((part) => part(tags)),
          () => this.factor(depth),
        ),
    );
  }

  private chain(
    word: string,
    join: (parts: readonly TagCondition[]) => TagCondition,
    next: () => TagCondition | undefined,
  ): TagCondition | undefined {
    const parts: TagCondition[] = [];
    do {
      const part = next();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.take('word', word));
    return join(parts);
  }

  private factor(depth: number): TagCondition | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.take('word', 'not')) {
      const negated = this.factor(depth + 1);
      return negated === undefined ? undefined : (tags) => !negated(tags);
    }
    if (this.take('sign', '(')) {
      const inner = this.alternatives(depth + 1);
      return this.take('sign', ')') ? inner : undefined;
    }
    if (this.take('word', 'true')) return () => true;
    if (this.take('word', 'false')) return () => false;
    return this.call();
  }

  private call(): TagCondition | undefined {
    const name = this.tokens[this.position];
    if (name?.kind !== 'word' || (name.text !== 'hastag' && name.text !== 'hastagvalue')) return undefined;
    this.position += 1;
    if (!this.take('sign', '(')) return undefined;
    const key = this.text();
    if (key === undefined) return undefined;
    const condition = name.text === 'hastag' ? (tags: Tags) => tags.has(key) : this.value(key);
    return this.take('sign', ')') ? condition : undefined;
  }

  private value(key: string): TagCondition | undefined {
    const value = this.take('sign', ',') ? this.text() : undefined;
    return value === undefined ? undefined : (tags) => tags.get(key) === value;
  }

  private text(): string | undefined {
    const token = this.tokens[this.position];
    if (token?.kind !== 'text') return undefined;
    this.position += 1;
    return token.text;
  }

  private take(kind: Token['kind'], text: string): boolean {
    const token = this.tokens[this.position];
    if (token?.kind !== kind || token.text !== text) return false;
    this.position += 1;
    return true;
  }
}

/**
 * The condition of an attribute-based policy: `has_tag('k')` and `has_tag_value('k', 'v')` with AND, OR, NOT and
 * parentheses; absent, it holds always. Undefined where the text is anything else: the policy is then not understood.
 */
export function readTagCondition(text: string | undefined): TagCondition | undefined {
  if (text === undefined || text.trim() === '') return () => true;
  const tokens = tokensOf(text);
  return tokens === undefined ? undefined : new ConditionReader(tokens).whole();
}
