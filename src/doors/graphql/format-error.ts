import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERRORS, type ErrorCode, type GatewayError, toGatewayError } from '../../errors.js';

/** Apollo's codes that the contract has another name for. */
const RENAMED: Readonly<Record<string, ErrorCode>> = {
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  PERSISTED_QUERY_NOT_SUPPORTED: 'NOT_SUPPORTED',
  INTERNAL_SERVER_ERROR: 'INTERNAL',
};

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

/** A GatewayError as GraphQL says it; what only the operator may read is left out. */
export function formatGatewayError(error: GatewayError): GraphQLFormattedError {
  return { message: error.publicMessage, extensions: { code: error.code, ...error.extensions } };
}

/**
 * Any error of an execution as GraphQL says it.
 * @param report told of errors that the caller reads only a general word of
 */
export function formatError(thrown: unknown, report: (error: GatewayError) => void): GraphQLFormattedError {
  if (!(thrown instanceof GraphQLError)) {
    const error = toGatewayError(thrown);
    if (ERRORS[error.code].audience === 'operator') report(error);
    return formatGatewayError(error);
  }
  const place = {
    ...(thrown.locations === undefined ? {} : { locations: thrown.locations }),
    ...(thrown.path === undefined ? {} : { path: thrown.path }),
  };
  const original = thrown.originalError;
  if (original != null && !(original instanceof GraphQLError)) {
    return { ...formatError(original, report), ...place };
  }
  const given = thrown.extensions.code;
  const code = typeof given === 'string' && given in RENAMED ? RENAMED[given] : given;
  return { message: thrown.message, ...place, extensions: { code: isErrorCode(code) ? code : 'INTERNAL' } };
}
