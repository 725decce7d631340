import type { Measured } from '../measure.js';
import type { Contender } from './contenders.js';
import type { Workload } from './workloads.js';

/** What was measured of a workload, by the contender's name. */
export interface Figures {
  readonly workload: Workload;
  readonly bytes: number;
  readonly measured: ReadonlyMap<string, Measured>;
}

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));

function tableOf({ workload, bytes, measured }: Figures, contenders: readonly Contender[]): string {
  const rows = contenders.flatMap(({ name, title }) => {
    const run = measured.get(name);
    if (run === undefined) return [];
    const cells = [run.requestsPerSecond, run.cpuMs, run.p50Ms, run.p99Ms].map(number);
    return [`| ${title} | ${cells.join(' | ')} |`];
  });
  return [
    `**${workload.name}. ${workload.title}** (${bytes} bytes)`,
    '',
    '| server | requests/s | CPU ms a request, with PostgreSQL | p50 ms | p99 ms |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Markdown: a table for each workload. */
export function reportOf(figures: readonly Figures[], contenders: readonly Contender[]): string {
  return figures.map((each) => tableOf(each, contenders)).join('\n');
}
