import { dirname, join } from 'node:path';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { RulewrightError } from '../core/errors';
import { LAYOUT } from '../core/layout';
import { Effect, RuleMode } from '../core/rule';
import { compilePolicy } from '../enforce/compilePolicy';
import type { ReadablePolicy } from '../enforce/policy';
import { readPublishedPolicy } from '../enforce/readSnapshot';
import { parseJson } from './json';

/** Rules as a person may write them down: a list, or an object with the list in `rules`. */
const WrittenRule = z.object({
  id: z.string().min(1),
  pattern: z.string().min(1),
  effect: Effect,
  mode: RuleMode.optional(),
});
const WrittenPolicy = z.union([
  z.array(WrittenRule),
  z.object({ rules: z.array(WrittenRule), version: z.string().optional() }),
]);

/** The policy in `path`: a published one, or JSON. Without a path, the published one in the storage folder. */
export async function loadPolicy(path: string | undefined): Promise<ReadablePolicy> {
  const storage = process.env['RULEWRIGHT_STORAGE'] ?? dirname(__dirname);
  if (path === undefined) return readPublishedPolicy(join(storage, LAYOUT.publishedPolicy));
  return path.endsWith('.json') ? writtenPolicy(path) : readPublishedPolicy(path);
}

async function writtenPolicy(path: string): Promise<ReadablePolicy> {
  const written = WrittenPolicy.safeParse(parseJson(await textOf(path)));
  if (!written.success) {
    throw new RulewrightError(
      'invalid-input',
      `${path} is no policy: ${z.prettifyError(written.error)}`,
      {
        hint: 'Write a list of rules, each with id, pattern and effect (allow or deny).',
      },
    );
  }
  const { rules, version = 'file' } =
    'rules' in written.data ? written.data : { rules: written.data };
  const kept = { addedBy: '', confidence: null, ts: '', reason: '' };
  const full = rules.map((rule) => ({ ...rule, ...kept, mode: rule.mode ?? 'enforce' }));
  return compilePolicy({ rules: full, version, seq: 0 });
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RulewrightError('io-failed', `${path} cannot be read: ${why}`, {
      hint: 'Check the path and that you may read it.',
      cause,
    });
  }
}
