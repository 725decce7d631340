import { z } from 'zod';
import { oneOf } from '../scalars.js';

/** Logs. */
export const observe = z
  .strictObject({
    /** The least severe level that is written. */
    logLevel: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    /** `always`: lines for people; `never`: JSON lines for collectors; `auto`: for people if a terminal reads them. */
    pretty: oneOf(['auto', 'always', 'never']).default('auto'),
  })
  .prefault({});
