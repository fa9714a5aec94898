/** Output and exit code of a subcommand. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  /** 0 success · 1 invalid input · 2 invalid usage · 3 deny · 4 ask. */
  setExitCode(code: number): void;
}
