import { cpus } from 'node:os';
import { type Measured, medians } from '../measure.js';
import type { Contender, ContenderName } from './contenders.js';
import { TARGETS, type Target } from './targets.js';
import type { Workload } from './workloads.js';

/** What was measured of a workload: by the contender's name its runs, one a round. */
export interface Figures {
  readonly workload: Workload;
  readonly bytes: number;
  readonly runs: ReadonlyMap<ContenderName, readonly Measured[]>;
}

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(2));

function tableOf({ workload, bytes, runs }: Figures, contenders: readonly Contender[]): string {
  const rows = contenders.flatMap(({ name, title }) => {
    const own = runs.get(name);
    if (own === undefined) return [];
    const { requestsPerSecond, cpuMs, p50Ms, p99Ms } = medians(own);
    return [`| ${title} | ${[requestsPerSecond, cpuMs, p50Ms, p99Ms].map(number).join(' | ')} |`];
  });
  return [
    `**${workload.name}. ${workload.title}** (${bytes} bytes)`,
    '',
    '| server | requests/s | CPU ms a request | p50 ms | p99 ms |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Requests/s and CPU of every server in every workload. */
function overviewOf(figures: readonly Figures[], contenders: readonly Contender[]): string {
  const rows = contenders.map(({ name, title }) => {
    const cells = figures.map(({ runs }) => {
      const own = runs.get(name);
      if (own === undefined) return '';
      const { requestsPerSecond, cpuMs } = medians(own);
      return `${number(requestsPerSecond)} (${number(cpuMs)})`;
    });
    return `| ${title} | ${cells.join(' | ')} |`;
  });
  return [
    'Requests/s, and in brackets CPU ms a request:',
    '',
    `| server | ${figures.map(({ workload }) => workload.name).join(' | ')} |`,
    `|---|${figures.map(() => '---|').join('')}`,
    ...rows,
    '',
  ].join('\n');
}

/**
 * The middle of the rounds' ratios: what disturbs a round disturbs both servers.
 * @returns undefined if one of the servers did not take part
 */
function ratioOf({ runs }: Figures, of: ContenderName, { beside, figure }: Target): number | undefined {
  const ratios = (runs.get(of) ?? []).flatMap((run, round) => {
    const figures = beside.flatMap((name) => runs.get(name)?.[round]?.[figure] ?? []);
    return figures.length === 0 ? [] : [run[figure] / Math.min(...figures)];
  });
  return ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)];
}

/** What the leaner of the hand-written servers reaches: a target beyond it is out of reach here. */
function floorOf(target: Target, figures: Figures): string {
  if (target.figure !== 'requestsPerSecond') return '';
  const ratios = (['raw', 'raw-rows'] as const).flatMap((name) => ratioOf(figures, name, target) ?? []);
  return ratios.length === 0 ? '' : `${Math.max(...ratios).toFixed(2)} ×`;
}

function targetLine(target: Target, figures: Figures): string {
  const ratio = ratioOf(figures, 'governed', target);
  const verdict = (value: number) =>
    value >= (target.atLeast ?? 0) && value <= (target.atMost ?? Number.POSITIVE_INFINITY) ? 'reached' : '**missed**';
  const cells = ratio === undefined ? ['', 'not measured'] : [`${ratio.toFixed(2)} ×`, verdict(ratio)];
  return `| ${[target.workload, target.title, ...cells, floorOf(target, figures)].join(' | ')} |`;
}

/** Markdown: a table for each workload, one of all of them, and one of the targets. */
export function reportOf(figures: readonly Figures[], contenders: readonly Contender[]): string {
  const lines = TARGETS.flatMap((target) =>
    figures.filter(({ workload }) => workload.name === target.workload).map((each) => targetLine(target, each)),
  );
  return [
    ...figures.map((each) => tableOf(each, contenders)),
    ...(figures.length > 1 ? [overviewOf(figures, contenders)] : []),
    'This gateway, policies on, beside others; the middle of the ratios of the rounds:',
    '',
    '| | target | measured | | raw `pg` reaches |',
    '|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

/** How a run was made, in one paragraph. */
export function surroundingsOf(postgresVersion: string, rounds: number, seconds: number, connections: number): string {
  return [
    `One PostgreSQL ${postgresVersion} behind every server, ${connections} connections, ${rounds} rounds of ${seconds} s by turns, medians;`,
    `CPU is the server's process and all of PostgreSQL. ${cpus().length} cores, which the client shares, Node ${process.versions.node}.`,
    'No result cache answers, save in its own line: `cache: { enabled: false }` in gateway.yaml.',
  ].join('\n');
}
