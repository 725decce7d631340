import type { GraphQLFormattedError } from 'graphql';
import { ERRORS, type ErrorCode } from '../../errors.js';

/** Codes whose status is told to legacy `application/json` clients too: HTTP's own business. */
const LEGACY_STATUS = new Set<ErrorCode>(['UNAUTHENTICATED', 'RATE_LIMITED']);

/**
 * Status of a GraphQL reply, or undefined to leave it. Under `application/graphql-response+json` a request that came
 * to nothing has its error's status; under legacy `application/json` it has 200 (GraphQL over HTTP, section 6.4).
 */
export function httpStatusOf(
  errors: readonly GraphQLFormattedError[] | undefined,
  hasData: boolean,
  acceptsGraphqlResponse: boolean,
): number | undefined {
  const code = errors?.[0]?.extensions?.code;
  if (hasData || errors === undefined || errors.length === 0) return 200;
  if (typeof code !== 'string' || !Object.hasOwn(ERRORS, code)) return undefined;
  const known = code as ErrorCode;
  return acceptsGraphqlResponse || LEGACY_STATUS.has(known) ? ERRORS[known].httpStatus : 200;
}

/** Whether a plain look at `Accept` shows that one of our two types will do; content negotiation proper is Apollo's. */
export function acceptsSome(accept: string | undefined): boolean {
  return (
    accept === undefined ||
    /(^|,)\s*(\*\/\*|application\/(\*|json|graphql-response\+json))\s*(;(?!\s*q=0(\.0*)?\s*(,|$))|,|$)/iu.test(accept)
  );
}

/** Whether the client prefers `application/graphql-response+json` to `application/json`. */
export function acceptsGraphqlResponse(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const quality = (type: string): number => {
    const found = accept.split(',').find((part) => part.trim().toLowerCase().startsWith(type));
    if (found === undefined) return -1;
    const q = /;\s*q=([\d.]+)/u.exec(found)?.[1];
    return q === undefined ? 1 : Number(q);
  };
  return (
    quality('application/graphql-response+json') > 0 &&
    quality('application/graphql-response+json') >= quality('application/json')
  );
}
