import type { SettingsView } from '../border.js';
import { SqlError } from '../sql-error.js';
import { SETTINGS, type SettingDefinition } from './setting-definitions.js';
import { text } from './setting-values.js';

/** What was set and what was set LOCAL, at one moment. Never changed, so that a rollback only puts it back. */
export interface SettingsSnapshot {
  readonly session: ReadonlyMap<string, string>;
  readonly local: ReadonlyMap<string, string>;
}

export interface ShownSetting {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

const NONE: ReadonlyMap<string, string> = new Map();
const MAX_CUSTOM_SETTINGS = 100;
const CUSTOM_NAME = /^[a-z_\u0080-\uffff][\w$\u0080-\uffff]*(\.[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)+$/;

function unknownSetting(name: string): SqlError {
  return new SqlError('42704', `unrecognized configuration parameter "${name}"`);
}

function withValue(values: ReadonlyMap<string, string>, name: string, value: string): ReadonlyMap<string, string> {
  return new Map(values).set(name, value);
}

function without(values: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  if (!values.has(name)) return values;
  const rest = new Map(values);
  rest.delete(name);
  return rest;
}

/** The settings of one session. Names are in lower case, except where a client reads them. */
export class Settings implements SettingsView {
  readonly #defaults = new Map<string, string>();
  #state: SettingsSnapshot = { session: NONE, local: NONE };

  /** @param fixed values of read-only settings */
  constructor(fixed: Readonly<Record<string, string>>) {
    for (const [name, { initial }] of SETTINGS) this.#defaults.set(name, initial);
    for (const [name, value] of Object.entries(fixed)) this.#defaults.set(name, value);
  }

  get(name: string): string | undefined {
    const { local, session } = this.#state;
    const set = local.get(name) ?? session.get(name);
    if (set !== undefined || name !== 'transaction_isolation') return set ?? this.#defaults.get(name);
    return this.get('default_transaction_isolation');
  }

  /** Sets what RESET goes back to: a startup parameter. @throws SqlError as `set` does */
  setDefault(name: string, value: string): void {
    const definition = this.#writable(name);
    this.#defaults.set(name, definition === undefined ? text(value, name) : this.#normalise(definition, value));
  }

  /**
   * @param value undefined: back to the default
   * @throws SqlError 42704 unknown, 55P02 read only, 22023 or 0A000 for the value, 54000 too many
   */
  set(name: string, value: string | undefined, local: boolean): void {
    const definition = this.#writable(name);
    const { session, local: locals } = this.#state;
    if (value === undefined && !local) {
      this.#state = { session: without(session, name), local: without(locals, name) };
      return;
    }
    const wanted = value === undefined ? (this.#defaults.get(name) ?? '') : this.#checked(definition, name, value);
    this.#state = local
      ? { session, local: withValue(locals, name, wanted) }
      : { session: withValue(session, name, wanted), local: without(locals, name) };
  }

  resetAll(): void {
    this.#state = { session: NONE, local: NONE };
  }

  /** @throws SqlError 42704 if there is no such setting */
  show(name: string): ShownSetting {
    const value = this.get(name);
    if (value === undefined) throw unknownSetting(name);
    const definition = SETTINGS.get(name);
    return { name: definition?.name ?? name, value, description: definition?.description ?? '' };
  }

  showAll(): readonly ShownSetting[] {
    const names = new Set([...this.#defaults.keys(), ...this.#state.session.keys(), ...this.#state.local.keys()]);
    return [...names].sort().map((name) => this.show(name));
  }

  /** True if `name` may only be set for the running transaction. */
  isOfTransaction(name: string): boolean {
    return SETTINGS.get(name)?.isOfTransaction ?? false;
  }

  snapshot(): SettingsSnapshot {
    return this.#state;
  }

  restore(snapshot: SettingsSnapshot): void {
    this.#state = snapshot;
  }

  /** Ends what was set LOCAL. */
  endLocal(): void {
    if (this.#state.local.size > 0) this.#state = { session: this.#state.session, local: NONE };
  }

  #writable(name: string): SettingDefinition | undefined {
    const definition = SETTINGS.get(name);
    if (definition === undefined && !CUSTOM_NAME.test(name)) throw unknownSetting(name);
    if (definition !== undefined && definition.normalise === undefined) {
      throw new SqlError('55P02', `parameter "${definition.name}" cannot be changed`);
    }
    return definition;
  }

  #normalise(definition: SettingDefinition, value: string): string {
    return definition.normalise?.(value, definition.name) ?? value;
  }

  #checked(definition: SettingDefinition | undefined, name: string, value: string): string {
    if (definition !== undefined) return this.#normalise(definition, value);
    const { session, local } = this.#state;
    if (session.size + local.size >= MAX_CUSTOM_SETTINGS + SETTINGS.size && !session.has(name)) {
      throw new SqlError('54000', `a session may have no more than ${MAX_CUSTOM_SETTINGS} settings of its own`);
    }
    return text(value, name);
  }
}
