import type { ContenderName } from './contenders.js';

/** What the gateway is held to, its policies on, in one workload. */
export interface Target {
  readonly workload: string;
  readonly title: string;
  /** The gateway's figure divided by the least of these servers' must be `atLeast`, or `atMost`. */
  readonly beside: readonly ContenderName[];
  readonly figure: 'requestsPerSecond' | 'cpuMs';
  readonly atLeast?: number;
  readonly atMost?: number;
}

const THROUGHPUT = [
  { workload: 'a', postgraphile: 2, mercurius: 1.1 },
  { workload: 'b', postgraphile: 3, mercurius: 1.5 },
  { workload: 'c', postgraphile: 3.5, mercurius: 1.8 },
  { workload: 'd', postgraphile: 10, mercurius: 4.5 },
  // Parity: a twentieth less is within what two runs of the same server differ by.
  { workload: 'e', postgraphile: 0.95, mercurius: 0.95 },
] as const;

const CPU = { a: 1.5, b: 1.3, c: 1.2, d: 1.3 } as const;
const POLICIES = 1.1;

const multiple = (value: number): string => `${value} ×`;

export const TARGETS: readonly Target[] = [
  ...THROUGHPUT.flatMap(({ workload, postgraphile, mercurius }): readonly Target[] => [
    {
      ...{ workload, title: `requests/s ≥ ${multiple(postgraphile)} PostGraphile` },
      ...{ beside: ['postgraphile'], figure: 'requestsPerSecond', atLeast: postgraphile },
    },
    {
      ...{ workload, title: `requests/s ≥ ${multiple(mercurius)} Mercurius` },
      ...{ beside: ['mercurius'], figure: 'requestsPerSecond', atLeast: mercurius },
    },
  ]),
  ...Object.entries(CPU).map(
    ([workload, most]): Target => ({
      ...{ workload, title: `CPU ≤ ${multiple(most)} raw \`pg\`, the leaner one` },
      ...{ beside: ['raw', 'raw-rows'], figure: 'cpuMs', atMost: most },
    }),
  ),
  ...THROUGHPUT.map(
    ({ workload }): Target => ({
      ...{ workload, title: `CPU with policies on ≤ ${multiple(POLICIES)} off` },
      ...{ beside: ['plain'], figure: 'cpuMs', atMost: POLICIES },
    }),
  ),
];
