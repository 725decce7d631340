import { z } from 'zod';
import { oneOf, text, wholeNumber } from '../scalars.js';

/** Where governance comes from: Unity Catalog's objects. */
export const catalog = z
  .strictObject({
    /** `embedded`: JSON files as Unity Catalog's REST API returns them. */
    kind: oneOf(['embedded']).default('embedded'),
    /** Folder of the JSON files. Relative to the schema folder in the file, absolute once loaded. */
    path: text('the path of a folder').default('unity'),
    /** Seconds between two looks for changed governance. */
    refreshSeconds: wholeNumber(1, 3600).default(15),
    /** Seconds that governance may go unconfirmed; past it every table is denied, because a grant may be gone. */
    maxStalenessSeconds: wholeNumber(1, 3600).default(30),
  })
  .superRefine((value, context) => {
    if (value.maxStalenessSeconds >= value.refreshSeconds) return;
    const message = `at least refreshSeconds (${value.refreshSeconds})`;
    context.addIssue({ code: 'custom', path: ['maxStalenessSeconds'], message });
  })
  .prefault({});
