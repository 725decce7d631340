import type { Execution, FieldDescription, Format, PreparedStatement } from '../border.js';

/** A statement that gives rows, with its parameters bound. */
export interface RowsRunnable {
  readonly kind: 'rows';
  readonly fields: readonly FieldDescription[];
  readonly copy: PreparedStatement['copy'];
  /** The formats that rows will have, one a field, where the client asks for `requested`. @throws SqlError 08P01 */
  formats(requested: readonly Format[]): readonly Format[];
  /** Starts it anew; rows come in `formats`. */
  start(formats: readonly Format[], signal: AbortSignal): Promise<Execution>;
}

/** A statement that does something to the session. */
export interface CommandRunnable {
  readonly kind: 'command';
  /** @returns the tag of CommandComplete */
  run(signal: AbortSignal): Promise<string>;
}

export interface EmptyRunnable {
  readonly kind: 'empty';
}

export type Runnable = RowsRunnable | CommandRunnable | EmptyRunnable;
