/**
 * Control characters that a source writes into JSON text where plain JSON cannot say what is meant. JSON forbids
 * them unescaped, so no value can forge one, and a scan for them tells clean text from text that needs a look.
 */

/** Starts a fault: followed by one letter of {@link JSON_FAULTS}. */
export const FAULT_START = '\u0001';
/** Encloses a raw keyset position: `START scope : [values] END`. */
export const CURSOR_START = '\u0002';
export const CURSOR_END = '\u0003';

/** Enclose what names a prediction and its inputs, within a JSON object; the door puts the prediction in its place. */
export const MODEL_START = '\u0004';
export const MODEL_END = '\u0005';

/** What a fault says; the texts follow graphql-js where it has one. */
export const JSON_FAULTS = {
  /** NULL where the contract promises a value. */
  N: 'null',
  /** NaN or an infinity, which JSON cannot carry. */
  F: 'not-finite',
  /** Beyond GraphQL's 32-bit Int. */
  I: 'not-int',
  /** A date or time outside years 1 to 9999. */
  D: 'date-out-of-range',
  /** More groups than a list may hold. */
  L: 'too-many',
} as const;

export type JsonFaultLetter = keyof typeof JSON_FAULTS;
