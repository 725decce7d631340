/** A call that passes through a proxy. */
export interface ProxiedCall {
  /** A method of TCLIService, else the path without its query. */
  readonly name: string;
  /** From 1, of all calls of this name. */
  readonly count: number;
}

/** `before`: the server never sees the call; `after`: it has acted on it; `middle`: half of its reply is sent. */
export type Moment = 'before' | 'after' | 'middle';

/** What goes wrong with a call. */
export type Fault =
  /** The connection is reset. */
  | { readonly kind: 'reset'; readonly when: Moment }
  /** The connection ends in good order after some bytes of the body, whose length was announced. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** The connection stays, and nothing more comes. */
  | { readonly kind: 'hang'; readonly when: Moment }
  /** The body comes a byte at a time. */
  | { readonly kind: 'drip'; readonly pauseMs: number }
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** An answer that is not the server's. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The server's answer with another body, whose length is told rightly. */
  | { readonly kind: 'body'; readonly of: (whole: Buffer) => Buffer | string }
  /** The body is as long as ever, and another length announced. */
  | { readonly kind: 'length'; readonly by: number }
  /** The answer comes a second time on the same connection. */
  | { readonly kind: 'twice'; readonly gapMs: number };

/** What becomes of new connections: handed on, reset, accepted and left without a word, or not accepted. */
export type ConnectionMode = 'pass' | 'reset' | 'silent' | 'refuse';
