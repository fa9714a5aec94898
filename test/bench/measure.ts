import { spawnSync } from 'node:child_process';

/** CPU time used by this process, in microseconds: user and system, all threads. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** CPU time of `work` in microseconds. */
export function cpuOf(work: () => void): number {
  const before = cpuMicros();
  work();
  return cpuMicros() - before;
}

/** The percentile `p` (0–1) of `values`; NaN if empty. */
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

/** The interquartile mean: as robust as the median, and finer if values are whole milliseconds. */
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

/** Resource usage and output of a process. */
export interface TimedProcess {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly stdout: string;
}

/** Runs a program once, timed by the shell to the millisecond, because /proc has 10 ms ticks. Throws if it fails. */
export function timedProcess(command: readonly string[], input: string): TimedProcess {
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" 2>/dev/null';
  const { stdout, stderr, status } = spawnSync('bash', ['-c', script, 'bash', ...command], {
    input,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`A measured process left with ${status}: ${stderr}`);
  const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(' ').map(Number);
  return { cpuMs: 1000 * (user + system), wallMs: 1000 * wall, stdout };
}
