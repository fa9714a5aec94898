/** What a command may do to the outside: print, and choose the exit code. */
export interface CliIo {
  out(text: string): void;
  err(text: string): void;
  /** 0 done · 1 the input is at fault · 2 wrong usage · 3 deny · 4 ask. */
  setExitCode(code: number): void;
}
