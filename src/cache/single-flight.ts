import { GatewayError } from '../errors.js';

interface Flight<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiters: number;
  isSettled: boolean;
}

function cancelled(): GatewayError {
  return new GatewayError('CANCELLED', 'The request was cancelled.');
}

/**
 * Runs one task for all who ask for the same key at the same time. The task is aborted when the last of them has
 * left, so one caller's cancel never fails another's request.
 */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>();

  async run(key: string, signal: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw cancelled();
    const flight = this.flights.get(key) ?? this.start(key, task);
    flight.waiters += 1;
    try {
      return await this.wait(flight, signal);
    } finally {
      flight.waiters -= 1;
      // What is done has nothing to give up, and an abort costs as much as a small request.
      if (flight.waiters === 0 && !flight.isSettled) {
        if (this.flights.get(key) === flight) this.flights.delete(key);
        flight.controller.abort();
      }
    }
  }

  private start(key: string, task: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight: Flight<T> = { promise: task(controller.signal), controller, waiters: 0, isSettled: false };
    this.flights.set(key, flight);
    const settle = () => {
      flight.isSettled = true;
      if (this.flights.get(key) === flight) this.flights.delete(key);
    };
    flight.promise.then(settle, settle);
    return flight;
  }

  private wait(flight: Flight<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const leave = () => reject(cancelled());
      signal.addEventListener('abort', leave, { once: true });
      const done = () => signal.removeEventListener('abort', leave);
      flight.promise.then(
        (value) => {
          done();
          resolve(value);
        },
        (error: unknown) => {
          done();
          reject(error);
        },
      );
    });
  }
}
