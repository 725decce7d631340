import { describe, expect, test } from 'vitest';
import { type Frame, FrameSplitter } from '../../../../src/doors/sql/wire/frame-splitter.js';
import { sessionLimit } from '../../../../src/doors/sql/wire/message-limits.js';
import { bind, frame, parse, query, sync } from '../session/support/frames.js';

function splitter(maxMessageBytes = 1_000_000): FrameSplitter {
  const made = new FrameSplitter();
  made.limit = sessionLimit(maxMessageBytes);
  return made;
}

function drain(from: FrameSplitter): Frame[] {
  const frames: Frame[] = [];
  for (let next = from.next(); next !== undefined; next = from.next()) frames.push(next);
  return frames;
}

const CONVERSATION = [parse('s', 'gen 1'), bind('', 's', { values: ['x'.repeat(300), null] }), sync(), query('gen 2')];

test.each([1, 2, 3, 7, 64, 10_000])('cuts the same messages out of chunks of %i bytes', (size) => {
  const bytes = Buffer.concat(CONVERSATION);
  const from = splitter();
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    from.push(Buffer.from(bytes.subarray(at, at + size)));
    frames.push(...drain(from));
  }
  expect(frames.map(({ type, body }) => frame(type, body))).toEqual(CONVERSATION);
  expect(from.bufferedBytes).toBe(0);
});

test('messages given out stay as they are while more comes', () => {
  const from = splitter();
  from.push(Buffer.concat([query('first'), query('second').subarray(0, 3)]));
  const first = from.next();
  from.push(query('second').subarray(3));
  expect(from.next()?.body.toString()).toBe('second\0');
  expect(first?.body.toString()).toBe('first\0');
});

function head(type: string, length: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.write(type, 'latin1');
  bytes.writeInt32BE(length, 1);
  return bytes;
}

describe('a length is refused as soon as it is there', () => {
  test.each([0, 3, -1, -(2 ** 31), 2 ** 31 - 1, 1_000_001])('%i of a message', (length) => {
    const from = splitter();
    from.push(head('Q', length));
    expect(() => from.next()).toThrowError(expect.objectContaining({ sqlState: '08P01', severity: 'FATAL' }));
  });

  test.each([0, 7, -1, 10_001, 2 ** 31 - 1])('%i of a startup packet', (length) => {
    const from = new FrameSplitter();
    from.push(head('', length).subarray(1));
    expect(() => from.next()).toThrowError(expect.objectContaining({ sqlState: '08P01', severity: 'FATAL' }));
  });

  test('of messages that bear no texts sooner', () => {
    const from = splitter();
    from.push(head('E', 10_001));
    expect(() => from.next()).toThrowError('invalid message length');
  });
});

test('a type that does not exist is refused by its first byte', () => {
  const from = splitter();
  from.push(Buffer.from('!'));
  expect(() => from.next()).toThrowError('invalid frontend message type 33');
});
