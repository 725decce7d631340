/** Where a command writes its lines: standard output, or a test's buffer. */
export interface TextOutput {
  write(text: string): unknown;
}
