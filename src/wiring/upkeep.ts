import type { Disposable } from '../core/ports';

/** Work that goes on beside what the person does. Each may fail; the next turn tries again. */
export interface UpkeepJobs {
  /** Makes the published policy equal to the stored one: heals a crash between saving and publishing. */
  publish(): Promise<void>;
  /** Brings in what guards and other processes left. */
  drain(): Promise<void>;
  /** Deletes what was kept longer than the person wants. */
  retain(): Promise<void>;
  /** Told of a failure once, until the job works again. */
  onTrouble(error: unknown): void;
}

const DRAIN_EVERY_MS = 2000;
const RETAIN_EVERY_MS = 6 * 60 * 60 * 1000;

/** Does every job now, and draining and retention again and again. */
export function startUpkeep(jobs: UpkeepJobs): Disposable {
  const onTrouble = (error: unknown): void => {
    jobs.onTrouble(error);
  };
  const publish = careful(() => jobs.publish(), onTrouble);
  const drain = careful(() => jobs.drain(), onTrouble);
  const retain = careful(() => jobs.retain(), onTrouble);
  const timers = [setInterval(drain, DRAIN_EVERY_MS), setInterval(retain, RETAIN_EVERY_MS)];
  for (const timer of timers) timer.unref();
  publish();
  drain();
  retain();
  return {
    dispose: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** A job that never runs twice at a time and complains once about one trouble. */
function careful(job: () => Promise<void>, onTrouble: (error: unknown) => void): () => void {
  let running = false;
  let troubled = false;
  const run = async (): Promise<void> => {
    running = true;
    try {
      await job();
      troubled = false;
    } catch (error) {
      if (!troubled) onTrouble(error);
      troubled = true;
    } finally {
      running = false;
    }
  };
  return () => {
    if (!running) void run();
  };
}
