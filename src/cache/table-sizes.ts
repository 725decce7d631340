import type { TableReference } from '../query/relation.js';
import type { Source } from '../sources/source.js';

const FRESH_MS = 300_000;
const TIMEOUT_MS = 10_000;

/**
 * About how many rows tables have, so that the planner tells few from many. Never waits: what is not known is asked
 * for in the background, and is known to later requests.
 */
export class TableSizes {
  private readonly known = new Map<string, number | undefined>();
  private readonly askedAtMs = new Map<string, number>();

  /** @param onError told when a source does not answer; the planner then guesses */
  constructor(
    private readonly sources: ReadonlyMap<string, Source>,
    private readonly onError: (error: unknown) => void,
    private readonly now: () => number = Date.now,
  ) {}

  peek({ source, name }: TableReference): number | undefined {
    const key = `${source}\n${name}`;
    const askedAt = this.askedAtMs.get(key);
    if (askedAt === undefined || this.now() - askedAt > FRESH_MS) {
      this.askedAtMs.set(key, this.now());
      void this.ask(source, name, key);
    }
    return this.known.get(key);
  }

  private async ask(source: string, name: string, key: string): Promise<void> {
    try {
      const rows = await this.sources.get(source)?.tableRows?.([name], AbortSignal.timeout(TIMEOUT_MS));
      if (rows !== undefined) this.known.set(key, rows.get(name));
    } catch (error) {
      this.onError(error);
    }
  }
}
