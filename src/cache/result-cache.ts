import { LRUCache } from 'lru-cache';

export interface CachedValue {
  /** What the entry counts against the cache's bound. */
  readonly sizeBytes: number;
}

/** Where results are kept, by the authorised plan's key. Values are immutable once set. */
export interface ResultCache {
  get(key: string): CachedValue | undefined;
  /** @param ttlMs after which the entry is gone; left out: it stays until it is the least recently used. */
  set(key: string, value: CachedValue, ttlMs?: number): void;
  readonly sizeBytes: number;
}

/** Share of the whole cache that one entry may take; a larger result is not kept. */
const LARGEST_SHARE = 0.25;

/** An in-process cache, least recently used out first. @param maxSizeBytes bound on the sum of the entries' sizes. */
export function createMemoryCache(maxSizeBytes: number): ResultCache {
  const entries = new LRUCache<string, CachedValue>({
    maxSize: maxSizeBytes,
    maxEntrySize: Math.floor(maxSizeBytes * LARGEST_SHARE),
    sizeCalculation: (value, key) => value.sizeBytes + key.length + 64,
  });
  return {
    get: (key) => entries.get(key),
    set: (key, value, ttlMs) => {
      entries.set(key, value, ttlMs === undefined ? {} : { ttl: ttlMs });
    },
    get sizeBytes() {
      return entries.calculatedSize;
    },
  };
}

/** Keeps nothing: `cache.enabled: false`. */
export const NO_CACHE: ResultCache = Object.freeze({ get: () => undefined, set: () => {}, sizeBytes: 0 });
