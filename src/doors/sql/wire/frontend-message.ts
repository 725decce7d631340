import type { Bound } from '../border.js';

/** A message of a client that has started its session. */
export type FrontendMessage =
  | { readonly kind: 'query'; readonly text: string }
  | {
      readonly kind: 'parse';
      readonly name: string;
      readonly text: string;
      /** 0: the client leaves the type open. */
      readonly parameterOids: readonly number[];
    }
  | { readonly kind: 'bind'; readonly portal: string; readonly statement: string; readonly bound: Bound }
  | { readonly kind: 'describe'; readonly target: 'statement' | 'portal'; readonly name: string }
  /** `maxRows` 0: all. */
  | { readonly kind: 'execute'; readonly portal: string; readonly maxRows: number }
  | { readonly kind: 'close'; readonly target: 'statement' | 'portal'; readonly name: string }
  | { readonly kind: 'flush' }
  | { readonly kind: 'sync' }
  | { readonly kind: 'terminate' }
  | { readonly kind: 'function-call' }
  /** CopyData, CopyDone, CopyFail: means nothing here, because nothing is ever copied in. */
  | { readonly kind: 'copy-in' }
  | { readonly kind: 'password' };
