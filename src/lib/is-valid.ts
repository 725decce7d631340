/** Whether a row of a column has a value. @param validity bit `row & 7` of byte `row >> 3` is 0 for NULL; undefined: no NULLs */
export function isValid(validity: Uint8Array | undefined, row: number): boolean {
  return validity === undefined || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}
