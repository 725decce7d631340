/**
 * For `describe.skipIf`: whether the tests of a service are skipped because it is not on this machine. Where CI runs,
 * which installs it, its absence is a failure.
 */
export function isAbsent(service: string, found: unknown): boolean {
  if (found !== undefined) return false;
  if (process.env.CI === 'true') throw new Error(`${service} is not on this machine, and CI installs it.`);
  console.log(`skipped: ${service} is not on this machine`);
  return true;
}
