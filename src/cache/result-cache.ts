import { LRUCache } from 'lru-cache';

export interface CachedValue {
  /** What the entry counts against the cache's bound. */
  readonly sizeBytes: number;
}

/** Where results are kept, by the authorised plan's key. Values are immutable once set. */
export interface ResultCache {
  get(key: string): CachedValue | undefined;
  set(key: string, value: CachedValue): void;
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
    set: (key, value) => {
      entries.set(key, value);
    },
    get sizeBytes() {
      return entries.calculatedSize;
    },
  };
}

/** Keeps nothing: `cache.enabled: false`. */
export const NO_CACHE: ResultCache = Object.freeze({ get: () => undefined, set: () => {}, sizeBytes: 0 });
