import { type ErrorCode, GatewayError } from '../../errors.js';

/** What the engine says of a failed statement. */
export interface EngineFailure {
  /** The error's class, such as `DIVIDE_BY_ZERO`, where the engine names one. */
  readonly condition: string | undefined;
  readonly sqlState: string | undefined;
  readonly message: string;
}

/** Where the engine's SQLSTATE is broader than Postgres's, or another. First match wins. */
const STATES: readonly (readonly [condition: RegExp, sqlState: string])[] = [
  // What a function's spelling raises for values that it has no exact form of.
  [/^USER_RAISED_EXCEPTION .* is not supported\b/, '0A000'],
  [/^CAST_INVALID_INPUT$/, '22P02'],
  [/^(CANNOT_PARSE_TIMESTAMP|CONVERSION_INVALID_INPUT)/, '22007'],
  [/^DATETIME_(FIELD_OUT_OF_BOUNDS|OVERFLOW)/, '22008'],
];

const KINDS: readonly (readonly [condition: RegExp, code: ErrorCode, message: string])[] = [
  [
    /^UNSUPPORTED_|^NOT_SUPPORTED_|_NOT_SUPPORTED$|^DATATYPE_MISMATCH|^NOT_IMPLEMENTED$/,
    'NOT_SUPPORTED',
    'The engine does not run a statement of this form.',
  ],
  [/^(OPERATION|QUERY)_CANCELL?ED/, 'CANCELLED', 'The statement was cancelled.'],
];

/** The engine's message never leaves `operatorDetail`: it can quote values of rows that policy hides. */
export function databricksError({ condition = '', sqlState = '', message }: EngineFailure): GatewayError {
  const options = { operatorDetail: message };
  const kind = KINDS.find(([pattern]) => pattern.test(condition));
  if (kind !== undefined) return new GatewayError(kind[1], kind[2], options);
  const raised = condition === 'USER_RAISED_EXCEPTION' ? `${condition} ${message}` : condition;
  const state = STATES.find(([pattern]) => pattern.test(raised))?.[1] ?? sqlState;
  const isData = /^(22|21|0A)/.test(state);
  return new GatewayError('INTERNAL', 'A statement failed.', isData ? { ...options, sqlState: state } : options);
}
