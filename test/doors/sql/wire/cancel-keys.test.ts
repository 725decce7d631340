import { expect, test } from 'vitest';
import { CancelKeys } from '../../../../src/doors/sql/wire/cancel-keys.js';

test('a key cancels its own session only, and nothing once it is revoked', () => {
  const keys = new CancelKeys();
  const cancelled: string[] = [];
  const ann = keys.issue(() => cancelled.push('ann'));
  const bob = keys.issue(() => cancelled.push('bob'));
  keys.use(bob);
  keys.use({ processId: ann.processId, secret: bob.secret });
  keys.use({ processId: ann.processId, secret: Buffer.alloc(0) });
  keys.use({ processId: ann.processId, secret: Buffer.concat([ann.secret, ann.secret]) });
  keys.use({ processId: ann.processId + 1, secret: ann.secret });
  expect(cancelled).toEqual(['bob']);
  keys.revoke(bob);
  keys.use(bob);
  keys.use(ann);
  expect(cancelled).toEqual(['bob', 'ann']);
});

test('keys do not repeat', () => {
  const keys = new CancelKeys();
  const issued = Array.from({ length: 2_000 }, () => keys.issue(() => undefined));
  expect(new Set(issued.map(({ processId }) => processId)).size).toBe(2_000);
  expect(new Set(issued.map(({ secret }) => secret.toString('hex'))).size).toBeGreaterThan(1_990);
});
