import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB, now and at most. */
export function memoryOf(pid: number): { readonly residentMb: number; readonly peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(status)?.[1]) / 1024);
  return { residentMb: read('VmRSS'), peakMb: read('VmHWM') };
}
