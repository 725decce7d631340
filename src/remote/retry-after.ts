/** Longest wait that a server's wish is followed for. */
const LONGEST_MS = 60_000;

/** Milliseconds that a Retry-After header asks for, in seconds or as a date; undefined where it says nothing usable. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d{1,9}$/u.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), LONGEST_MS);
}
