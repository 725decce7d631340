import type { CallerName } from './demo-gateway.js';

/** The callers by hand, so that the oracle loads nothing of the gateway that it judges. */
export const ORACLE_CALLERS: Readonly<
  Record<CallerName, { readonly user: string; readonly groups: readonly string[] }>
> = {
  ops: { user: 'ops.admin@flights.demo', groups: ['ops'] },
  west: { user: 'west.analyst@flights.demo', groups: ['west'] },
  bay: { user: 'bay.partner@flights.demo', groups: [] },
  none: { user: 'new.hire@flights.demo', groups: [] },
};
