import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of /proc/<pid>/stat are 10 ms on Linux. */
const TICK_MS = 10;

interface Stat {
  readonly parent: number;
  /** Its own, all threads together. */
  readonly ownMs: number;
  /** Of the children that have ended. */
  readonly endedMs: number;
}

function statOf(pid: string): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? [];
    const [, parent = 0] = fields;
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, ownMs: (user + system) * TICK_MS, endedMs: (endedUser + endedSystem) * TICK_MS };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}

/** CPU time that a process and its children have used, the ended ones too, in ms: of a postmaster, its whole server. */
export function cpuOfFamily(pid: number): number {
  let total = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/u.test(entry)) continue;
    const stat = statOf(entry);
    if (stat === undefined) continue;
    if (Number(entry) === pid) total += stat.ownMs + stat.endedMs;
    else if (stat.parent === pid) total += stat.ownMs;
  }
  return total;
}
