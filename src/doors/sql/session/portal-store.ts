import { SqlError } from '../sql-error.js';
import { Portal, type PortalParts } from './portal.js';

const MAX_PORTALS = 100;
const MAX_BYTES = 32 * 1024 * 1024;

/** How portals and cursors, which share their names, are called in errors. */
export type PortalWord = 'portal' | 'cursor';

/** The portals of one session, in the order in which they were made. */
export class PortalStore {
  readonly #portals = new Map<string, { readonly portal: Portal; readonly sequence: number }>();
  #sequence = 0;

  /** Portals made from now on have a higher number. */
  get sequence(): number {
    return this.#sequence;
  }

  /** @throws SqlError 42P03 for a name in use, 54000 for too many; the unnamed portal is replaced */
  async add(parts: PortalParts, word: PortalWord): Promise<Portal> {
    if (parts.name === '') await this.remove('');
    if (this.#portals.has(parts.name)) throw new SqlError('42P03', `${word} "${parts.name}" already exists`);
    if (this.#portals.size >= MAX_PORTALS) {
      throw new SqlError('54000', `a session may have no more than ${MAX_PORTALS} portals and cursors`);
    }
    let bytes = parts.sizeBytes;
    for (const { portal } of this.#portals.values()) bytes += portal.sizeBytes;
    if (bytes > MAX_BYTES) {
      throw new SqlError('54000', `the parameters of a session's portals may have no more than ${MAX_BYTES} bytes`);
    }
    const portal = new Portal(parts);
    this.#sequence += 1;
    this.#portals.set(parts.name, { portal, sequence: this.#sequence });
    return portal;
  }

  find(name: string): Portal | undefined {
    return this.#portals.get(name)?.portal;
  }

  /** @throws SqlError 34000 if there is none */
  get(name: string, word: PortalWord): Portal {
    const portal = this.find(name);
    if (portal === undefined) throw new SqlError('34000', `${word} "${name}" does not exist`);
    return portal;
  }

  async remove(name: string): Promise<void> {
    const found = this.#portals.get(name);
    this.#portals.delete(name);
    await found?.portal.close();
  }

  /** All but held ones are of the transaction that ends. */
  async endTransaction(): Promise<void> {
    await this.#removeWhere((portal) => !portal.isHeld);
  }

  /** A rollback takes back whatever was made after `sequence`, and keeps of the rest what `keep` tells. */
  async rollBack(sequence: number, keep: 'held' | 'all'): Promise<void> {
    await this.#removeWhere((portal, made) => made > sequence || (keep === 'held' && !portal.isHeld));
  }

  async clear(): Promise<void> {
    await this.#removeWhere(() => true);
  }

  async #removeWhere(test: (portal: Portal, sequence: number) => boolean): Promise<void> {
    for (const [name, { portal, sequence }] of [...this.#portals]) {
      if (test(portal, sequence)) await this.remove(name);
    }
  }
}
