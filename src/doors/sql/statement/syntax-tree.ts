/** A node of libpg-query's tree: one key, the node's tag, over its fields. */
export type SyntaxNode = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The tag and the fields of a tagged node. */
export function tagged(value: unknown): { readonly tag: string; readonly fields: SyntaxNode } | undefined {
  if (!isObject(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0 || !/^[A-Z]/u.test(entry[0])) return undefined;
  return { tag: entry[0], fields: isObject(entry[1]) ? entry[1] : {} };
}

export function textField(fields: SyntaxNode, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}

export function listField(fields: SyntaxNode, name: string): readonly unknown[] {
  const value = fields[name];
  return Array.isArray(value) ? value : [];
}

/** Text of a constant; null for NULL, undefined for what is none. Zero, empty and false are left out of the tree. */
export function constantText(value: unknown): string | null | undefined {
  const node = tagged(value);
  if (node?.tag === 'TypeCast') return constantText(node.fields.arg);
  if (node?.tag === 'String' || node?.tag === 'Integer') {
    return String(node.fields.sval ?? node.fields.ival ?? (node.tag === 'Integer' ? 0 : ''));
  }
  if (node?.tag !== 'A_Const') return undefined;
  if (node.fields.isnull === true) return null;
  for (const [kind, empty] of [
    ['sval', ''],
    ['ival', 0],
    ['fval', '0'],
    ['boolval', false],
  ] as const) {
    const holder = node.fields[kind];
    if (isObject(holder)) return String(holder[kind] ?? empty);
  }
  return undefined;
}
