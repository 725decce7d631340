/** What a call of Unity Catalog's REST API is about, by its path: `get table`, `permissions of table`, … */
export function kindOfCall(path: string): string {
  if (path === '/api/2.0/preview/scim/v2/Me') return 'who am I';
  const [kind = '', about = '', name = ''] = path.replace('/api/2.1/unity-catalog/', '').split('/');
  switch (kind) {
    case 'effective-permissions':
      return `permissions of ${about}`;
    case 'policies':
      return `policies of ${about}`;
    case 'entity-tag-assignments':
      return `tags of ${about}`;
    default:
      return about === '' && name === '' ? `list ${kind}` : `get ${kind}`;
  }
}

/** Numbers of calls by kind, in the order in which the kinds came first. */
export function countByKind(paths: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(kindOfCall(path), (counts.get(kindOfCall(path)) ?? 0) + 1);
  return counts;
}
