/** Freezes a tree of plain objects, lists and frozen maps. Bytes stay as they are: the language cannot freeze them. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (value instanceof Map) for (const member of value.values()) deepFreeze(member);
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
