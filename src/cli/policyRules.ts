import { dirname, join } from 'node:path';
import * as z from 'zod';
import { checkDiff } from '../matcher/diffCheck';
import { RulewrightError } from '../core/errors';
import { isObject } from '../core/isObject';
import { LAYOUT } from '../core/layout';
import { Effect, RuleInstead, RuleMode, RuleTitle, type Rule } from '../core/rule';
import { compilePolicy } from '../policy/compilePolicy';
import type { ReadablePolicy } from '../policy/readablePolicy';
import { readPublishedPolicy } from '../policy/readSnapshot';
import { createNodeFiles } from '../files/nodeFiles';
import { readRawJson } from './jsonFile';

/** A rule in a JSON file written by hand. */
const WrittenRule = z.object({
  id: z.string().min(1).optional(),
  pattern: z.string().min(1),
  effect: Effect,
  mode: RuleMode.optional(),
  title: RuleTitle.optional(),
  reason: z.string().optional(),
  instead: RuleInstead.optional(),
});
type WrittenRule = z.infer<typeof WrittenRule>;
const WrittenRules = z.array(WrittenRule);

/**
 * The policy in `path`: a published policy, a JSON array of rules, an object with such an array in `rules`, or a policy
 * diff, of which the added rules are used. Without a path, the published policy in the storage folder.
 */
export async function loadPolicy(path: string | undefined): Promise<ReadablePolicy> {
  const storage = process.env['RULEWRIGHT_STORAGE'] ?? dirname(__dirname);
  if (path === undefined) return readPublishedPolicy(join(storage, LAYOUT.publishedPolicy));
  if (!path.endsWith('.json')) return readPublishedPolicy(path);
  const rules = rulesIn(await readRawJson(createNodeFiles(), path), path);
  return compilePolicy({ rules: rules.map(inForce), version: 'file', seq: 0 });
}

function rulesIn(raw: unknown, path: string): readonly WrittenRule[] {
  if (isObject(raw) && 'add' in raw) return checkDiff(raw).add;
  const written = WrittenRules.safeParse(isObject(raw) && 'rules' in raw ? raw['rules'] : raw);
  if (written.success) return written.data;
  throw new RulewrightError(
    'invalid-input',
    `${path} is not a valid policy. ${z.prettifyError(written.error)}`,
    { hint: 'Write a list of rules, each with pattern and effect (deny, ask or allow).' },
  );
}

function inForce(written: WrittenRule, at: number): Rule {
  const { id, pattern, effect, mode, title, reason = '', instead } = written;
  return {
    id: id ?? `rule-${String(at + 1)}`,
    pattern,
    effect,
    mode: mode ?? 'enforce',
    addedBy: '',
    confidence: null,
    ts: '',
    reason,
    ...(title === undefined ? {} : { title }),
    ...(instead === undefined ? {} : { instead }),
  };
}
