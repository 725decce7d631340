import { z } from 'zod';
import { flag, wholeNumber } from '../scalars.js';

/** The result cache. Its key is the authorised plan, so callers share an entry only if policy gives them the same plan. */
export const cache = z
  .strictObject({
    /** `false` runs every statement at the source. */
    enabled: flag().default(true),
    /** Size of all cached results together, in MiB; the least recently used go first. */
    maxSizeMb: wholeNumber(1, 65_536).default(32),
    /** Seconds between two looks at the tables' versions: how long an answer may lag behind the data. */
    versionPollSeconds: wholeNumber(1, 3600).default(5),
  })
  .prefault({});
