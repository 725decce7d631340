import { readFileSync } from 'node:fs';

/** Clock ticks of /proc/<pid>/stat are 10 ms on Linux. */
const TICK_MS = 10;

/** CPU time that a process has used, in ms, all its threads together. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
