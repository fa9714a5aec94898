import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { CommandEvent } from '../core/event';
import type { ForeignPolicyEffect, PolicyDifference, RecentCommand } from '../core/foreignPolicy';
import type { Rule } from '../core/rule';
import { shellOf } from '../hosts/readHook';
import { WorkerJob, type WorkerOptions } from '../ml/worker/workerJob';
import type { ForeignPolicyPart } from '../ml/worker/workerMessages';
import type { OwnFiles } from '../policy/selfProtection';
import type { PolicyInForce } from '../policy/snapshotBytes';
import { effectText, refusedText, unknownEffectText } from './foreignPolicyText';

export interface ForeignPolicyOptions extends WorkerOptions {
  /** The latest events of the history, newest first. */
  readonly recent: (limit: number) => Promise<readonly CommandEvent[]>;
  /** The policy in force; undefined while it fails its checks. */
  readonly inForce: () => Promise<PolicyInForce | undefined>;
  /** The files that self-protection denies under any policy. */
  readonly ownFiles: OwnFiles;
  /** Maximum time for decisions, and until the process is ended, in milliseconds. Defaults: 3 and 8 seconds. */
  readonly decideMs?: number;
  readonly deadlineMs?: number;
  /** Receives the whole text for the user, and the difference if guards accept the file. */
  readonly onReport: (text: string, difference?: PolicyDifference) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Reports foreign policy files that were found in place of the published policy, with what they would have allowed. */
export interface ForeignPolicyReports {
  /** Continues `text` and reports it later. `path`: where the file is kept. */
  report(text: string, path: string): void;
  /** Ends comparisons in progress, and resolves after everything was reported. */
  close(): Promise<void>;
}

/** Number of events in which recent commands are searched for, and maximum number of distinct commands. */
const EVENTS = 5000;
const COMMANDS = 3000;
/** Maximum number of characters of all commands. */
const CHARACTERS = 2_000_000;
/** Number of rules, commands or events that are copied or compared in one step. */
const SLICE = 1000;
const DECIDE_MS = 3000;
const DEADLINE_MS = 8000;

/** Evaluates the foreign policy in a process of its own, because another program wrote the tables that are evaluated. */
export function createForeignPolicyReports(options: ForeignPolicyOptions): ForeignPolicyReports {
  const { workerPath, texts = {}, recent, inForce, ownFiles, onReport, onError } = options;
  const { decideMs = DECIDE_MS, deadlineMs = DEADLINE_MS } = options;
  const closing = new AbortController();
  const reporting = new Set<Promise<void>>();
  const effectOf = async (path: string): Promise<ForeignPolicyEffect | undefined> => {
    const policy = await inForce();
    if (policy === undefined) return undefined;
    const parts = foreignPolicyParts(policy.rules, await distinct(await recent(EVENTS)));
    const job = new WorkerJob({ workerPath, texts, inProcess: true });
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(deadlineMs)]);
      for (const part of parts) await job.ask(0, part, { signal });
      const request = { type: 'foreignPolicy', path, ownFiles: ownFiles.data } as const;
      return await job.ask(0, { ...request, maxMs: decideMs }, { signal });
    } finally {
      await job.close();
    }
  };
  const reportOn = async (text: string, path: string): Promise<void> => {
    // If the tables never end, the file was removed or the window is closing, the user has to be warned nevertheless.
    const effect = await effectOf(path).catch(() => undefined);
    if (effect === undefined) await onReport(`${text} ${unknownEffectText()}`);
    else if (effect.state === 'refused') await onReport(`${text} ${refusedText()}`);
    else await onReport(`${text} ${effectText(effect)}`, effect.difference);
  };
  return {
    report: (text, path) => {
      const done = reportOn(text, path).catch(onError);
      reporting.add(done);
      void done.finally(() => reporting.delete(done));
    },
    close: async () => {
      closing.abort();
      await Promise.all(reporting);
    },
  };
}

/** Copied one after the other, because copying everything in one step would block this thread. */
export function foreignPolicyParts(
  rules: readonly Rule[],
  commands: readonly RecentCommand[],
): readonly ForeignPolicyPart[] {
  const count = Math.ceil(Math.max(rules.length, commands.length) / SLICE);
  return Array.from({ length: count }, (_, at) => ({
    type: 'foreignPolicyPart',
    rules: rules.slice(SLICE * at, SLICE * (at + 1)),
    recent: commands.slice(SLICE * at, SLICE * (at + 1)),
  }));
}

/** The most recent distinct commands and working directories, most recent first. */
async function distinct(events: readonly CommandEvent[]): Promise<readonly RecentCommand[]> {
  const found = new Map<string, RecentCommand>();
  let characters = 0;
  for (const [at, { command, context, tool = '' }] of events.entries()) {
    if (at % SLICE === 0) await yieldToOthers();
    const cwd = context?.cwd;
    // Cheaper than JSON.
    const key = cwd === undefined ? `- ${command}` : `${cwd.length} ${cwd}${command}`;
    if (found.has(key)) continue;
    characters += key.length;
    if (found.size === COMMANDS || characters > CHARACTERS) break;
    found.set(key, { command, shell: shellOf(tool), ...(cwd === undefined ? {} : { cwd }) });
  }
  return [...found.values()];
}
