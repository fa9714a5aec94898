/** CPU time this process has used so far, in microseconds: user and system, all threads. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** CPU microseconds that `work` takes. */
export function cpuOf(work: () => void): number {
  const before = cpuMicros();
  work();
  return cpuMicros() - before;
}

/** The value below which the share `p` (0–1) of `values` lies; NaN of none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of the middle half: as steady as the median, and finer where values are whole milliseconds. */
export function middleMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const quarter = Math.floor(sorted.length / 4);
  return mean(sorted.slice(quarter, sorted.length - quarter));
}

/** Rounded to four significant digits, for printing. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** The value after `--name` in `argv`. */
export function option(argv: readonly string[], name: string): string | undefined {
  const at = argv.indexOf(`--${name}`);
  return at < 0 ? undefined : argv[at + 1];
}
