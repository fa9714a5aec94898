import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession, type Session } from '../../scripts/host/session.mjs';
import { packagePath } from '../../scripts/package.mjs';
import { writeHistory } from './longHistory';
import { median, rounded } from './measure';
import type { Figures } from './run';

/** Number of commands in the history to learn from; a tenth of them are distinct. */
const ROWS = 20_000;
const SAMPLES = 5;
const SAMPLE_EVERY_MS = 5000;
/** Longer than processes wait for more work, so that only permanent memory is measured. Milliseconds. */
const SETTLE_MS = 40_000;
const LEARN_MS = 120_000;

/** In mebibytes. `pss`: proportional set size, which divides shared pages among the processes that use them. */
interface Memory {
  readonly rss: number;
  readonly pss: number;
}

/**
 * `npm run bench -- memory`, after `npm run package`: the memory of the extension host of a real VS Code without the
 * extension, with it after startup, and after an import, training and suggestions. The goals are at most 40 MB more
 * when idle and 55 MB more after learning. Takes five minutes.
 */
export async function bench(): Promise<Figures> {
  const without = await inSession(undefined, (session) => settled(session));
  const [idle, learned] = await inSession(await packagePath(), async (session) => {
    const before = await settled(session);
    await learn(session);
    return [before, await settled(session)] as const;
  });
  return {
    ...figuresOf('without', without),
    ...figuresOf('idle', idle),
    ...figuresOf('learned', learned),
    'memory.idle_more_rss_mb': rounded(idle.rss - without.rss),
    'memory.idle_more_pss_mb': rounded(idle.pss - without.pss),
    'memory.learned_more_rss_mb': rounded(learned.rss - without.rss),
    'memory.learned_more_pss_mb': rounded(learned.pss - without.pss),
  };
}

const figuresOf = (name: string, { rss, pss }: Memory): Figures => ({
  [`memory.${name}_rss_mb`]: rounded(rss),
  [`memory.${name}_pss_mb`]: rounded(pss),
});

async function inSession<T>(
  vsix: string | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(vsix === undefined ? {} : { vsix });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The medians of several samples, some time after the last work. */
async function settled({ dataFolder }: Session): Promise<Memory> {
  await sleep(SETTLE_MS);
  const pid = extensionHostOf(dataFolder);
  const samples: Memory[] = [];
  for (let number = 0; number < SAMPLES; number += 1) {
    samples.push(memoryOf(pid));
    await sleep(SAMPLE_EVERY_MS);
  }
  return { rss: median(samples.map(({ rss }) => rss)), pss: median(samples.map(({ pss }) => pss)) };
}

async function learn({ workbench, workspace }: Session): Promise<void> {
  const csv = join(workspace, 'history.csv');
  writeHistory(csv, ROWS);
  try {
    const steps = [
      ['Import Command History from CSV…', /imported/i],
      ['Train Model', /Commands used for training/],
      ['Generate Suggestions', /Suggestions to review|No new suggestions/],
    ] as const;
    for (const [title, said] of steps) {
      await workbench.command(`Rulewright: ${title}`);
      if (title.startsWith('Import')) await workbench.nameFile(csv);
      await workbench.toast(said).waitFor({ timeout: LEARN_MS });
      await workbench.command('Notifications: Clear All Notifications');
    }
  } finally {
    rmSync(csv);
  }
}

/** The extension host that was started with this data folder. */
function extensionHostOf(dataFolder: string): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find(
      (pid) =>
        textOf(pid, 'cmdline').includes('--type=extensionHost') &&
        textOf(pid, 'environ').includes(dataFolder),
    );
  if (found === undefined) throw new Error('There is no extension host.');
  return Number(found);
}

/** Empty for a process that has ended or belongs to another user. */
function textOf(pid: string, name: string): string {
  try {
    return readFileSync(join('/proc', pid, name), 'utf8');
  } catch {
    return '';
  }
}

function memoryOf(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = (key: string): number =>
    Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
  return { rss: of('Rss'), pss: of('Pss') };
}
