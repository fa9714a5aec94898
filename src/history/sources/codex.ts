import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { HOST_NAMES } from '../../core/hostNames';
import { codexRules } from './savedRules';
import {
  MAX_TRANSCRIPT_BYTES,
  type ReadOptions,
  type SourceBatch,
  type SourceFormat,
  START,
} from './source';
import { CodexReader } from './codexReader';
import { readJsonFile } from './sourceJson';
import { linesOf } from './lines';
import { readZstd } from './zstd';
import { Calls, readTranscript } from './transcript';

/**
 * Codex: one JSONL file per session, in one folder per day; compressed after a week without changes. Until mid-2025, one
 * JSON object per session.
 */
export const codex: SourceFormat = {
  id: 'codex',
  name: HOST_NAMES.codex,
  savedRules: codexRules,
  bytesPerCommand: 6000,
  maxBytes: MAX_TRANSCRIPT_BYTES,
  places: ({ home, env }) =>
    ['sessions', 'archived_sessions'].map((name) => ({
      root: join(env['CODEX_HOME'] ?? join(home, '.codex'), name),
      includes: (path) => /(^|\/)rollout-[^/]*\.json(?:l(?:\.zst)?)?$/.test(path),
    })),
  read: (path, options) => {
    if (path.endsWith('.zst')) return readCompressed(path, options);
    if (path.endsWith('.json')) return readObject(path);
    return readTranscript(path, (calls) => new CodexReader(calls), options);
  },
};

const Whole = z.object({ session: z.looseObject({}), items: z.array(z.unknown()) });

/** Reads a session of the version in TypeScript, whose only time is that of its last change. */
async function* readObject(path: string): AsyncGenerator<SourceBatch> {
  const { value, sizeBytes } = await readJsonFile(path);
  const { session, items } = Whole.parse(value);
  const calls = new Calls({});
  const reader = new CodexReader(calls);
  const skipped = [session, ...items].filter((part) => !reader.take(part)).length;
  const commands = [...calls.takeEnded(), ...calls.pending.map(({ command }) => command)];
  yield { commands, faults: [], skipped, position: { offset: sizeBytes, context: {} } };
}

/** Reads a whole compressed session, which no longer grows. Skipped if the uncompressed file exists as well. */
async function* readCompressed(path: string, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { size } = await stat(path);
  const end = { offset: size, context: {} };
  if (!(await fileExists(path.slice(0, -'.zst'.length)))) {
    const whole = { ...options, from: START, isFinal: true };
    const create = (calls: Calls): CodexReader => new CodexReader(calls);
    for await (const batch of readTranscript(path, create, whole, linesOf(readZstd(path)))) {
      yield { ...batch, position: START };
    }
  }
  yield { commands: [], faults: [], skipped: 0, position: end };
}

async function fileExists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
