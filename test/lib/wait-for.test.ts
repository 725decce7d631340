import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { waitFor } from '../../src/lib/wait-for.js';

test('many wait under one signal without a warning, and leave nothing with it', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  process.on('warning', note);
  const { signal } = new AbortController();
  let finish = (_: string): void => undefined;
  const work = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const waiting = Array.from({ length: 40 }, () => waitFor(work, signal));
  expect(getEventListeners(signal, 'abort').length).toBe(40);
  finish('done');
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['done']));
  // Warnings come in a later turn.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('who leaves is told why, and the work goes on for the others', async () => {
  const leaving = new AbortController();
  let finish = (_: string): void => undefined;
  const work = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const gone = waitFor(work, leaving.signal);
  const staying = waitFor(work, new AbortController().signal);
  leaving.abort(new Error('left'));
  await expect(gone).rejects.toThrow('left');
  await expect(waitFor(work, leaving.signal)).rejects.toThrow('left');
  finish('done');
  expect(await staying).toBe('done');
});
