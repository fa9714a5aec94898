/** Output and exit code of a subcommand. */
export interface CliIo {
  /** One line for people on standard output. Every character becomes visible, so that no text controls the terminal. */
  out(line: string): void;
  /** The same on standard error. */
  err(line: string): void;
  /** Output for programs, unchanged, and a line break. */
  data(text: string): void;
  /** 0 success · 1 invalid input · 2 invalid usage · 3 deny · 4 ask. */
  setExitCode(code: number): void;
}
