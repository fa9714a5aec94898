/** Periodic background jobs. A failed job is retried at its next run. */
export interface UpkeepJobs {
  /**
   * Compares the files that guards read with what was written, and repairs them. Publishes the stored policy if the
   * published one differs, for example after a crash between saving and publishing.
   */
  checkFiles(): Promise<void>;
  /** Imports the events that guards and other processes spooled. */
  drain(): Promise<void>;
  /** Checks whether a hook file, or more rarely another file of a host, has changed. */
  checkHooks(): Promise<void>;
  /** Checks whether agent hosts still call the guard, in all relevant files. */
  checkHosts(): Promise<void>;
  /** Deletes events older than the retention time. */
  retain(): Promise<void>;
  /** Proposes to enforce shadow rules without false alarms. */
  proposeEnforcing(): Promise<void>;
  /** Imports new commands of the sources that the user enabled. */
  follow(): Promise<void>;
  /** Receives the first error of a job; the next one only after the job succeeded again. */
  onError(error: unknown): void;
}

/** The running jobs. */
export interface Upkeep {
  /** Starts no more jobs and waits for those in progress. */
  stop(): Promise<void>;
}

/**
 * Files are compared at each tick, because another program must be noticed within a second. One timer, because waking
 * the process costs more than the comparison.
 */
const TICK_MS = 1000;
const DRAIN_EVERY_TICKS = 2;
/** Each check reads a few hundred files, and finds what the status of files does not show. */
const CHECK_HOSTS_EVERY_MS = 300_000;
const RETAIN_EVERY_MS = 6 * 60 * 60 * 1000;

const FOLLOW_EVERY_MS = 5 * 60 * 1000;

/** Runs every job immediately and periodically; following sources only periodically. */
export function startUpkeep(jobs: UpkeepJobs): Upkeep {
  const onError = (error: unknown): void => {
    jobs.onError(error);
  };
  const checkFiles = exclusive(() => jobs.checkFiles(), onError);
  const drain = exclusive(() => jobs.drain(), onError);
  const checkHooks = exclusive(() => jobs.checkHooks(), onError);
  const checkHosts = exclusive(() => jobs.checkHosts(), onError);
  const retain = exclusive(() => jobs.retain(), onError);
  const propose = exclusive(() => jobs.proposeEnforcing(), onError);
  const follow = exclusive(() => jobs.follow(), onError);
  let ticks = 0;
  const tick = (): void => {
    ticks += 1;
    void checkFiles();
    void checkHooks();
    if (ticks % DRAIN_EVERY_TICKS === 0) void drain();
  };
  const timers = [
    setInterval(tick, TICK_MS),
    setInterval(() => void checkHosts(), CHECK_HOSTS_EVERY_MS),
    setInterval(() => void retain(), RETAIN_EVERY_MS),
    setInterval(() => void propose(), RETAIN_EVERY_MS),
    setInterval(() => void follow(), FOLLOW_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();
  const all = [checkFiles, drain, checkHooks, checkHosts, retain, propose];
  void Promise.all(all.map((job) => job()));
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([...all, follow].map((job) => job.idle()));
    },
  };
}

interface ExclusiveJob {
  /** Starts the job unless it is running. */
  (): Promise<void>;
  /** Resolves when no run is in progress. */
  idle(): Promise<void>;
}

/** A job that runs at most once at a time and reports only the first of consecutive errors. */
function exclusive(job: () => Promise<void>, onError: (error: unknown) => void): ExclusiveJob {
  let running: Promise<void> | undefined;
  let hasFailed = false;
  const run = async (): Promise<void> => {
    try {
      await job();
      hasFailed = false;
    } catch (error) {
      if (!hasFailed) onError(error);
      hasFailed = true;
    } finally {
      running = undefined;
    }
  };
  const start = (): Promise<void> => (running ??= run());
  return Object.assign(start, { idle: () => running ?? Promise.resolve() });
}
