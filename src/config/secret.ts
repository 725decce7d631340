import { inspect } from 'node:util';
import { z } from 'zod';

/** A secret setting. Prints as `[secret]` wherever it ends up by mistake: a log, JSON, a template string. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    Object.freeze(this);
  }

  /** The value itself, for the client library that needs it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** A schema field for a secret: the config file may name it only as `${VAR}`, which `parseConfig` checks. */
export function secret() {
  const error = `a secret from the environment, such as \${VAR}`;
  return z
    .string({ error })
    .min(1, { error })
    .transform((value) => new Secret(value));
}
