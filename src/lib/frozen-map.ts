import { GatewayError } from '../errors.js';

/** A Map that nobody can change: `Object.freeze` alone leaves a Map's entries open. */
export class FrozenMap<Key, Value> extends Map<Key, Value> {
  private readonly closed: boolean;

  constructor(entries: Iterable<readonly [Key, Value]>) {
    super();
    for (const [key, value] of entries) super.set(key, value);
    this.closed = true;
    Object.freeze(this);
  }

  override set(key: Key, value: Value): this {
    if (this.closed) throw new GatewayError('INTERNAL', 'The catalog is frozen.');
    return super.set(key, value);
  }

  override delete(): boolean {
    throw new GatewayError('INTERNAL', 'The catalog is frozen.');
  }

  override clear(): void {
    throw new GatewayError('INTERNAL', 'The catalog is frozen.');
  }
}
