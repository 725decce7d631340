import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';

/** The path of a setting: keys and list indexes from the root. */
export type SettingPath = readonly PropertyKey[];

export interface FoundNode {
  /** The value; undefined if the path is not in the file, or its value is left out. */
  readonly node: Node | undefined;
  /** Offset of the key or list item; of the nearest one around it if the path is not in the file. */
  readonly keyOffset: number;
}

interface Step {
  readonly node: Node | undefined;
  readonly keyOffset: number | undefined;
}

function step(container: Node | undefined, part: PropertyKey): Step | undefined {
  if (isMap(container)) {
    const pair = container.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
    if (pair === undefined) return undefined;
    const keyOffset = isNode(pair.key) ? pair.key.range?.[0] : undefined;
    return { node: isNode(pair.value) ? pair.value : undefined, keyOffset };
  }
  const item = isSeq(container) && typeof part === 'number' ? container.items[part] : undefined;
  return isNode(item) ? { node: item, keyOffset: item.range?.[0] } : undefined;
}

/** Follows a path through a YAML document, through aliases too. */
export function findNode(document: Document.Parsed, path: SettingPath): FoundNode {
  let node: Node | undefined = document.contents ?? undefined;
  let keyOffset = node?.range?.[0] ?? 0;
  for (const part of path) {
    const next = step(isAlias(node) ? node.resolve(document) : node, part);
    if (next === undefined) return { node: undefined, keyOffset };
    node = next.node;
    keyOffset = next.keyOffset ?? keyOffset;
  }
  return { node, keyOffset };
}

/** `sources.lake.kind`, `identity.issuers[0].issuer`. */
export function printPath(path: SettingPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
