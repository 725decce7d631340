/** What a command may touch of the process around it. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Absolute path of the compiled resolvers/. */
  readonly resolversFolder: string;
}
