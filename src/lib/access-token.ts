/**
 * Gives an access token of one principal for one resource: kept and renewed behind this call. One that was issued for a
 * time is good for another minute at least. The token never stands in a log, a plan or a cache key.
 * @param refused a token that the resource did not take; it is not given again where another can be got
 * @throws GatewayError UNAUTHENTICATED if the authority refuses a caller, SOURCE_UNAVAILABLE if it does not answer or
 *   refuses the gateway itself, CANCELLED once the signal aborts
 */
export type AccessToken = (signal: AbortSignal, refused?: string) => Promise<string>;
