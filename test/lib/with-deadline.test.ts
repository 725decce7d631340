import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { DeadlinePassed, withDeadline } from '../../src/lib/with-deadline.js';

const forever = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));

test('gives what the task gives', async () => {
  const { signal } = new AbortController();
  expect(await withDeadline(signal, 1000, () => Promise.resolve(1))).toBe(1);
  await expect(withDeadline(signal, 1000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('time that is up is told as such, whatever the task makes of it', async () => {
  await expect(withDeadline(new AbortController().signal, 10, forever)).rejects.toBeInstanceOf(DeadlinePassed);
});

test('the given signal ends the task with its reason', async () => {
  const controller = new AbortController();
  let reason: unknown;
  const running = withDeadline(controller.signal, 1000, (signal) => {
    signal.addEventListener('abort', () => {
      reason = signal.reason;
    });
    return forever(signal);
  });
  controller.abort('left');
  await expect(running).rejects.toThrow('stopped');
  expect(reason).toBe('left');
  await expect(withDeadline(controller.signal, 1000, forever)).rejects.toBe('left');
});

test('leaves nothing with a signal that lives on, however many tasks ran under it', async () => {
  const { signal } = new AbortController();
  const sizes = () => Object.getOwnPropertySymbols(signal).map((symbol) => Reflect.get(signal, symbol)?.size ?? 0);
  await withDeadline(signal, 1000, () => sleep(1));
  const before = sizes();
  await Promise.all(Array.from({ length: 100 }, () => withDeadline(signal, 1000, () => sleep(1))));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(sizes()).toEqual(before);
});
