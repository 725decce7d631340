import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CALLERS, type CallerName } from './demo-gateway.js';

const GOLDEN_DIR = resolve(import.meta.dirname, '../golden');

/** Set to 1 to write goldens instead of comparing with them. */
const UPDATE_VARIABLE = 'MEDALLION_UPDATE_GOLDENS';

export interface GoldenCaller {
  readonly user: string;
  readonly groups: readonly string[];
}

/**
 * A folder of `test/golden/{allowed,refused}`. The files with which it says what to ask:
 *
 * - `query.graphql`, and `variables.json` and `operation-name.txt` where it has them;
 * - `identity.json`: `{"caller": "west"}`, or a user and groups;
 * - `cursor.graphql`: asked first, by the caller of `cursor-identity.json` or else the same one; the reply's last
 *   cursor stands in for the text `$cursor` in `variables.json`.
 */
export class GoldenCase {
  readonly folder: string;

  constructor(
    readonly kind: 'allowed' | 'refused',
    readonly name: string,
  ) {
    this.folder = join(GOLDEN_DIR, kind, name);
  }

  read(file: string): string | undefined {
    const path = join(this.folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  require(file: string): string {
    const text = this.read(file);
    if (text === undefined) throw new Error(`${this.kind}/${this.name} has no ${file}.`);
    return text;
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  get query(): string {
    return this.require('query.graphql');
  }

  get operationName(): string | undefined {
    return this.read('operation-name.txt')?.trim();
  }

  /** The demo's name of the caller, where the case names one. */
  get callerName(): CallerName | undefined {
    const given = JSON.parse(this.require('identity.json')) as { readonly caller?: CallerName };
    return given.caller;
  }

  get caller(): GoldenCaller {
    return callerOf(this.require('identity.json'));
  }

  get cursorCaller(): GoldenCaller {
    return callerOf(this.read('cursor-identity.json') ?? this.require('identity.json'));
  }

  variables(cursor: string | undefined): Readonly<Record<string, unknown>> | undefined {
    const text = this.read('variables.json');
    if (text === undefined) return undefined;
    return JSON.parse(text, (_key, value: unknown) => (value === '$cursor' ? cursor : value)) as Readonly<
      Record<string, unknown>
    >;
  }
}

function callerOf(text: string): GoldenCaller {
  const given = JSON.parse(text) as { readonly caller: CallerName } | GoldenCaller;
  return 'caller' in given ? CALLERS[given.caller] : given;
}

/** All cases of a kind, by name. */
export function goldenCases(kind: 'allowed' | 'refused'): readonly GoldenCase[] {
  return readdirSync(join(GOLDEN_DIR, kind))
    .sort()
    .map((name) => new GoldenCase(kind, name));
}

/** Whether this run writes the goldens. @throws Error under CI, which may only compare. */
export function isUpdating(env: Readonly<Record<string, string | undefined>>): boolean {
  const updating = env[UPDATE_VARIABLE] === '1';
  if (updating && env.CI === 'true') throw new Error(`${UPDATE_VARIABLE} is refused under CI.`);
  return updating;
}
