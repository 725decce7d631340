/**
 * The browser's storage without anybody's headers.
 *
 * `shouldPersistHeaders: false` covers the editor's tabs only; the history plugin stores the headers of each request
 * that ran. So every value passes here on its way to disk, and whatever is named `headers` is left out.
 */
export const storageWithoutHeaders = {
  getItem: (key: string): string | null => localStorage.getItem(key),
  removeItem: (key: string): void => localStorage.removeItem(key),
  clear: (): void => localStorage.clear(),
  get length(): number {
    return localStorage.length;
  },
  setItem(key: string, value: string): void {
    if (!key.endsWith(':headers')) localStorage.setItem(key, withoutHeaders(value));
  },
};

function withoutHeaders(value: string): string {
  if (!value.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (name, member) => (name === 'headers' ? null : member));
  } catch {
    // A query's own text may hold the word; what is no JSON holds no header of ours.
    return value;
  }
}
