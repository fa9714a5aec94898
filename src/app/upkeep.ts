/** Work that goes on beside what the person does. Each may fail; the next turn tries again. */
export interface UpkeepJobs {
  /** Makes the published policy equal to the stored one: heals a crash between saving and publishing. */
  publish(): Promise<void>;
  /** Brings in what guards and other processes left. */
  drain(): Promise<void>;
  /** Brings the guard that hosts start to this version. */
  renew(): Promise<void>;
  /** Deletes what was kept longer than the person wants. */
  retain(): Promise<void>;
  /** Told of a failure once, until the job works again. */
  onTrouble(error: unknown): void;
}

/** The jobs, until they are stopped. */
export interface Upkeep {
  /** Starts no further job and waits for those under way. */
  stop(): Promise<void>;
}

const DRAIN_EVERY_MS = 2000;
const RETAIN_EVERY_MS = 6 * 60 * 60 * 1000;

/** Does every job now, and draining and retention again and again. */
export function startUpkeep(jobs: UpkeepJobs): Upkeep {
  const onTrouble = (error: unknown): void => {
    jobs.onTrouble(error);
  };
  const publish = careful(() => jobs.publish(), onTrouble);
  const renew = careful(() => jobs.renew(), onTrouble);
  const drain = careful(() => jobs.drain(), onTrouble);
  const retain = careful(() => jobs.retain(), onTrouble);
  const timers = [
    setInterval(() => void drain(), DRAIN_EVERY_MS),
    setInterval(() => void retain(), RETAIN_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();
  void Promise.all([publish(), renew(), drain(), retain()]);
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all([publish.now(), renew.now(), drain.now(), retain.now()]);
    },
  };
}

interface CarefulJob {
  /** Starts the job unless it runs already. */
  (): Promise<void>;
  /** The run under way, or nothing. */
  now(): Promise<void>;
}

/** A job that never runs twice at a time and complains once about one trouble. */
function careful(job: () => Promise<void>, onTrouble: (error: unknown) => void): CarefulJob {
  let running: Promise<void> | undefined;
  let troubled = false;
  const run = async (): Promise<void> => {
    try {
      await job();
      troubled = false;
    } catch (error) {
      if (!troubled) onTrouble(error);
      troubled = true;
    } finally {
      running = undefined;
    }
  };
  const start = (): Promise<void> => (running ??= run());
  return Object.assign(start, { now: () => running ?? Promise.resolve() });
}
