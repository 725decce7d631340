/**
 * Gives an access token of one principal for one resource, good for another minute at least: kept and renewed behind
 * this call. The token never stands in a log, a plan or a cache key.
 * @throws GatewayError UNAUTHENTICATED if the authority refuses, SOURCE_UNAVAILABLE if it does not answer,
 *   CANCELLED once the signal aborts
 */
export type AccessToken = (signal: AbortSignal) => Promise<string>;
