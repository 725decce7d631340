/** The first of the candidates that is free, else the last one with a number; and takes it. */
export function takeName(candidates: readonly string[], isTaken: (name: string) => boolean): string {
  const free = candidates.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  const last = candidates.at(-1) ?? 'field';
  for (let number = 2; ; number++) {
    if (!isTaken(`${last}${number}`)) return `${last}${number}`;
  }
}
