import { GatewayError } from '../../errors.js';
import type { WindowCallExpression } from '../../query/expression.js';

const CALL = /^(?:PERCENT_RANK|CUME_DIST)\(\) OVER \((.*)\)$/su;
const ALL_ROWS = 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING';

/**
 * The call with its OVER. MariaDB keeps ten digits of PERCENT_RANK and CUME_DIST; the quotients that they are keep all.
 * @throws GatewayError NOT_SUPPORTED for these two with a frame, which has no meaning to them
 */
export function windowResult(call: string, { function: id, frame }: WindowCallExpression): string {
  if (id !== 'percent_rank' && id !== 'cume_dist') return call;
  const window = CALL.exec(call)?.[1];
  if (window === undefined || frame !== undefined)
    throw new GatewayError('NOT_SUPPORTED', `${id} with a frame is not supported on mysql.`);
  const count = `COUNT(*) OVER (${`${window} ${ALL_ROWS}`.trim()})`;
  if (id === 'cume_dist') return `(CAST(COUNT(*) OVER (${window}) AS DOUBLE) / ${count})`;
  return `COALESCE(CAST(RANK() OVER (${window}) - 1 AS DOUBLE) / NULLIF(${count} - 1, 0), 0e0)`;
}
