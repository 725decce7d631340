import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { prettyStream } from './pretty-stream.js';
import { redact } from './redact.js';

export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly pretty: 'auto' | 'always' | 'never';
}

/**
 * Makes the log: JSON lines, or lines for people, with every credential taken out.
 * @param target default stderr, so that stdout stays for what commands print.
 */
export function createLogger(
  options: LoggerOptions,
  target: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): Logger {
  const pretty = options.pretty === 'always' || (options.pretty === 'auto' && target.isTTY === true);
  const destination: DestinationStream = pretty ? prettyStream(target) : target;
  return pino(
    {
      level: options.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: redact },
    },
    destination,
  );
}

/** The log of one request: each of its lines bears `requestId`. */
export function requestLogger(logger: Logger, requestId: string): Logger {
  return logger.child({ requestId });
}
