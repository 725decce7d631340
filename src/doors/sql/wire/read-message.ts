import type { Format } from '../border.js';
import { SqlError } from '../sql-error.js';
import { BodyReader } from './body-reader.js';
import type { Frame } from './frame-splitter.js';
import type { FrontendMessage } from './frontend-message.js';
import { malformedMessage, protocolViolation } from './protocol-error.js';

function readTarget(body: BodyReader): { target: 'statement' | 'portal'; name: string } {
  const code = String.fromCharCode(body.byte());
  const name = body.text();
  body.end();
  if (code === 'S') return { target: 'statement', name };
  if (code === 'P') return { target: 'portal', name };
  throw malformedMessage(`invalid message subtype ${code.charCodeAt(0)}`);
}

function readFormats(body: BodyReader): Format[] {
  return Array.from({ length: body.count() }, () => {
    const code = body.int16();
    if (code === 0 || code === 1) return code;
    throw new SqlError('22023', `unsupported format code: ${code}`);
  });
}

function readValue(body: BodyReader): Buffer | null {
  const length = body.int32();
  return length === -1 ? null : body.bytes(length);
}

function readParse(body: BodyReader): FrontendMessage {
  const name = body.text();
  const text = body.text();
  const parameterOids = Array.from({ length: body.count() }, () => body.uint32());
  body.end();
  return { kind: 'parse', name, text, parameterOids };
}

function readBind(body: BodyReader): FrontendMessage {
  const portal = body.text();
  const statement = body.text();
  const formats = readFormats(body);
  const values = Array.from({ length: body.count() }, () => readValue(body));
  const resultFormats = readFormats(body);
  body.end();
  if (formats.length > 1 && formats.length !== values.length) {
    throw malformedMessage(`bind message has ${formats.length} parameter formats but ${values.length} parameters`);
  }
  return { kind: 'bind', portal, statement, bound: { values, formats, resultFormats } };
}

function readExecute(body: BodyReader): FrontendMessage {
  const portal = body.text();
  // A negative count means all, as zero does.
  const maxRows = Math.max(0, body.int32());
  body.end();
  return { kind: 'execute', portal, maxRows };
}

function readQuery(body: BodyReader): FrontendMessage {
  const text = body.text();
  body.end();
  return { kind: 'query', text };
}

function readEmpty<K extends 'flush' | 'sync'>(body: BodyReader, kind: K): { readonly kind: K } {
  body.end();
  return { kind };
}

/**
 * Types a message of a running session.
 * @throws SqlError 08P01 if the body does not fit its type, 22021 if a text is not UTF-8, 22023 for a bad format code
 */
export function readMessage({ type, body: bytes }: Frame): FrontendMessage {
  const body = new BodyReader(bytes);
  switch (type) {
    case 'Q':
      return readQuery(body);
    case 'P':
      return readParse(body);
    case 'B':
      return readBind(body);
    case 'D':
      return { kind: 'describe', ...readTarget(body) };
    case 'E':
      return readExecute(body);
    case 'C':
      return { kind: 'close', ...readTarget(body) };
    case 'H':
      return readEmpty(body, 'flush');
    case 'S':
      return readEmpty(body, 'sync');
    case 'X':
      return { kind: 'terminate' };
    case 'F':
      return { kind: 'function-call' };
    case 'd':
    case 'c':
    case 'f':
      return { kind: 'copy-in' };
    case 'p':
      return { kind: 'password' };
    default:
      throw protocolViolation(`invalid frontend message type ${type.charCodeAt(0)}`);
  }
}
