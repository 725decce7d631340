/** `3000000` → `3,000,000`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** Decimal units, one digit after the point: `25,300,000` → `25.3 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
