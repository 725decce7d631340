import { expect, it } from 'vitest';
import { CircuitBreaker } from '../../src/sources/circuit-breaker.js';
import { RetryBudget } from '../../src/sources/retry-budget.js';

it('opens after failures in a row, lets one call try later, and closes or stays open by its outcome', () => {
  let now = 0;
  const breaker = new CircuitBreaker(3, 1000, () => now);
  for (const outcome of ['failed', 'failed', 'succeeded', 'failed', 'failed'] as const) {
    expect(breaker.mayCall()).toBe(true);
    breaker[outcome]();
  }
  expect(breaker.isOpen).toBe(false);
  breaker.failed();
  expect([breaker.isOpen, breaker.mayCall()]).toEqual([true, false]);
  now = 1000;
  expect([breaker.mayCall(), breaker.mayCall()]).toEqual([true, false]);
  breaker.failed();
  now = 1999;
  expect(breaker.mayCall()).toBe(false);
  now = 2000;
  expect(breaker.mayCall()).toBe(true);
  breaker.left();
  expect(breaker.mayCall()).toBe(true);
  breaker.succeeded();
  expect([breaker.isOpen, breaker.mayCall(), breaker.mayCall()]).toEqual([false, true, true]);
});

it('allows repetitions in proportion to what goes well', () => {
  const budget = new RetryBudget(2, 0.5);
  expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
  budget.succeeded();
  expect(budget.take()).toBe(false);
  budget.succeeded();
  expect([budget.take(), budget.take()]).toEqual([true, false]);
});
