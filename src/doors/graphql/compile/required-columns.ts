/** A key that no GraphQL response key can be: GraphQL names hold no `@`. */
export function requiredKey(name: string): string {
  return `@${name}`;
}
