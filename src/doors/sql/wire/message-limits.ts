/** Bytes of a startup packet, its length field included. */
export const MAX_STARTUP_BYTES = 10_000;
/** Bytes of one message of a client that has not shown who it is. */
export const MAX_UNAUTHENTICATED_MESSAGE_BYTES = 64 * 1024;
const MAX_SMALL_MESSAGE_BYTES = 10_000;

/** Messages that bear names and numbers only, or nothing. */
const SMALL = 'CDEHSXc';
/** Messages that may bear a statement's text, values or data. */
const LARGE = 'BFPQdfp';

/** The most bytes a message of `type` may have, its length field included; undefined: there is no such message. */
export type MessageLimit = (type: string) => number | undefined;

const isKnown = (type: string): boolean => SMALL.includes(type) || LARGE.includes(type);

export const unauthenticatedLimit: MessageLimit = (type) =>
  isKnown(type) ? MAX_UNAUTHENTICATED_MESSAGE_BYTES : undefined;

/** The limits of a session. `maxMessageBytes` holds for messages with a text, values or data. */
export function sessionLimit(maxMessageBytes: number): MessageLimit {
  const small = Math.min(MAX_SMALL_MESSAGE_BYTES, maxMessageBytes);
  return (type) => {
    if (!isKnown(type)) return undefined;
    return SMALL.includes(type) ? small : maxMessageBytes;
  };
}
