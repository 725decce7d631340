import type { Shares } from './js-share.js';
import type { Measured } from './measure.js';
import type { Workload } from './workloads.js';

export interface Table {
  readonly workload: Workload;
  readonly measured: Readonly<Record<'constant' | 'bare' | 'cold' | 'warm' | 'apollo', Measured>> & {
    readonly bytes: number;
  };
}

const TITLES = {
  cold: 'this gateway, cold cache',
  warm: 'this gateway, warm cache',
  apollo: 'plain Apollo + DataLoader',
  bare: 'bare statement, node:http',
  constant: 'constant body, node:http',
} as const;

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));
const percent = (share: number | undefined): string => (share === undefined ? '' : `${(share * 100).toFixed(1)} %`);
const ratio = (a: number, b: number): string => (a / b).toFixed(2);

/** A markdown table for each workload, and one of the ratios that we hold ourselves to. */
export function tableOf(tables: readonly Table[], shares: ReadonlyMap<string, Shares>): string {
  const parts = tables.map(({ workload, measured }) => {
    const rows = (Object.keys(TITLES) as (keyof typeof TITLES)[]).map((name) => {
      const run = measured[name];
      return `| ${TITLES[name]} | ${number(run.requestsPerSecond)} | ${number(run.cpuMs)} | ${number(run.p50Ms)} | ${number(run.p99Ms)} |`;
    });
    return [
      `**${workload.name}. ${workload.title}** (${measured.bytes} bytes)`,
      '',
      '| server | requests/s | CPU ms a request | p50 ms | p99 ms |',
      '|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  const ratios = tables.map(({ workload, measured: { cold, warm, apollo, bare, constant } }) => {
    const share = shares.get(workload.name);
    return `| ${workload.name} | ${ratio(cold.requestsPerSecond, bare.requestsPerSecond)} (${ratio(bare.cpuMs, cold.cpuMs)}) | ${ratio(cold.requestsPerSecond, apollo.requestsPerSecond)} (${ratio(apollo.cpuMs, cold.cpuMs)}) | ${ratio(warm.requestsPerSecond, constant.requestsPerSecond)} (${ratio(constant.cpuMs, warm.cpuMs)}) | ${percent(share?.conversion)} | ${percent(share?.javascript)} |`;
  });
  return [
    ...parts,
    'Ratios of throughput (of CPU a request in brackets):',
    '',
    '| | cold / bare | cold / Apollo | warm / constant | row conversion in JS, of a cold request | all JavaScript |',
    '|---|---|---|---|---|---|',
    ...ratios,
  ].join('\n');
}
