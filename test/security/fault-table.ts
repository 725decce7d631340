import type { Answer } from './remote-gateway.js';

interface Row {
  readonly fault: string;
  readonly seen: string;
  readonly tookMs: number;
  readonly backMs: number | undefined;
}

/** What callers saw of each fault, printed when a file's tests are over. */
export class FaultTable {
  private readonly rows: Row[] = [];

  constructor(private readonly title: string) {}

  add(fault: string, seen: string, tookMs: number, backMs?: number): void {
    this.rows.push({ fault, seen, tookMs, backMs });
  }

  print(): void {
    const lines = this.rows.map(
      ({ fault, seen, tookMs, backMs }) =>
        `| ${fault} | ${seen} | ${Math.round(tookMs)} ms | ${backMs === undefined ? '–' : `${Math.round(backMs)} ms`} |`,
    );
    const head = [`| ${this.title} | what the caller sees | after | whole again after |`, '| --- | --- | --- | --- |'];
    console.log([...head, ...lines].join('\n'));
  }
}

/** `SOURCE_UNAVAILABLE, retryAfterMs 7000`, or that the answer is whole. */
export function seenIn({ code, retryAfterMs, data }: Answer): string {
  if (code === undefined) return data === undefined ? 'nothing' : 'the whole answer';
  return retryAfterMs === undefined ? code : `${code}, retryAfterMs ${retryAfterMs}`;
}
