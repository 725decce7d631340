import type { TableReference } from '../query/relation.js';
import type { Source } from '../sources/source.js';

/** A version nobody has read yet has no token: such a plan runs uncached. */
interface KnownVersion {
  token: string;
  readAtMs: number;
}

export interface TableVersionsOptions {
  readonly pollMs: number;
  readonly now?: () => number;
  /** Told when a poll fails; the tables then count as unknown once their last reading is two polls old. */
  readonly onError: (error: unknown) => void;
}

/**
 * The current version token of each table, polled in the background for the tables that were asked for. An entry
 * keyed by a token is therefore stale for at most one poll.
 */
export class TableVersions {
  private readonly known = new Map<string, KnownVersion>();
  private readonly wanted = new Map<string, Set<string>>();
  private readonly now: () => number;
  private timer: NodeJS.Timeout | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly sources: ReadonlyMap<string, Source>,
    private readonly options: TableVersionsOptions,
  ) {
    this.now = options.now ?? Date.now;
  }

  start(): void {
    this.timer = setInterval(() => void this.poll(), this.options.pollMs);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.closing.abort();
  }

  /** The versions of these tables as one string, or undefined while one of them is not known freshly enough. */
  peek(tables: readonly TableReference[]): string | undefined {
    const oldest = this.now() - 2 * this.options.pollMs;
    let joined = '';
    for (const { source, name } of tables) {
      const version = this.known.get(`${source}\n${name}`);
      if (version === undefined || version.readAtMs < oldest) return undefined;
      joined += `${version.token}\n`;
    }
    return joined;
  }

  /** As `peek`, reading what is not known yet from the source. */
  async resolve(tables: readonly TableReference[], signal: AbortSignal): Promise<string | undefined> {
    const known = this.peek(tables);
    if (known !== undefined) return known;
    const asked = new Map<string, string[]>();
    for (const { source, name } of tables) {
      const wanted = this.wanted.get(source) ?? new Set<string>();
      this.wanted.set(source, wanted.add(name));
      asked.set(source, [...(asked.get(source) ?? []), name]);
    }
    await Promise.all([...asked].map(([source, names]) => this.read(source, names, signal)));
    return this.peek(tables);
  }

  private async read(name: string, tables: readonly string[], signal: AbortSignal): Promise<void> {
    const source = this.sources.get(name);
    if (source === undefined) return;
    const readAtMs = this.now();
    try {
      const tokens = await source.versions(tables, signal);
      for (const [table, token] of tokens) this.known.set(`${name}\n${table}`, { token, readAtMs });
    } catch (error) {
      if (!this.closing.signal.aborted) this.options.onError(error);
    }
  }

  private async poll(): Promise<void> {
    await Promise.all([...this.wanted].map(([name, tables]) => this.read(name, [...tables], this.closing.signal)));
  }
}
