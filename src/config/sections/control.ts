import { z } from 'zod';

/** Reserved for the store of keys, audit and usage: no settings yet, so any is an error. */
export const control = z.strictObject({}).prefault({});
