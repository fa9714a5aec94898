import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { canonicalJson } from '../core/canonicalJson';
import { PolicyDiff } from '../core/diff';
import { invalidDiff, type DiffFault } from '../core/diffFault';
import { RulewrightError } from '../core/errors';
import { checkPattern } from './dialect';
import { createMatcher } from './matcher';
import { commandViews } from '../shell/views';

/** The policy that a diff is checked against. Omit `ruleIds` to check a file without a policy. */
export interface DiffContext {
  readonly ruleIds?: ReadonlySet<string>;
  /** Whether the examples of the rules were checked before. Default: no. */
  readonly hasTestedExamples?: boolean;
}

/** All faults of `raw` as a policy diff, in document order. Empty if it can be proposed. */
export function diffFaults(raw: unknown, context: DiffContext = {}): readonly DiffFault[] {
  const parsed = PolicyDiff.safeParse(raw);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => shapeFaults(issue));
  const diff = parsed.data;
  return [
    ...emptyFaults(diff),
    ...diff.add.flatMap((_, index) => addFaults(diff, index, context)),
    ...diff.remove.flatMap((_, index) => removeFaults(diff, index, context)),
    ...metaFaults(diff),
  ];
}

/** Parses unknown input as a policy diff. Throws `invalid-diff` with the path of each fault. */
export function checkDiff(raw: unknown, context: DiffContext = {}): PolicyDiff {
  const faults = diffFaults(raw, context);
  if (faults.length > 0) throw invalidDiff(faults);
  return PolicyDiff.parse(raw);
}

function shapeFaults(issue: z.core.$ZodIssue): readonly DiffFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      problem: l10n.t('unknown property'),
    }));
  }
  return [{ path: pathText(issue.path), problem: issue.message }];
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (before, step) =>
      typeof step === 'number' ? `${before}[${step}]` : `${before}.${String(step)}`,
    '',
  );
  return text === '' ? l10n.t('the diff') : text.replace(/^\./, '');
}

function emptyFaults(diff: PolicyDiff): readonly DiffFault[] {
  if (diff.add.length > 0 || diff.remove.length > 0) return [];
  return [{ path: l10n.t('the diff'), problem: l10n.t('it neither adds nor removes a rule') }];
}

function addFaults(diff: PolicyDiff, index: number, context: DiffContext): readonly DiffFault[] {
  const rule = diff.add[index];
  if (rule === undefined) return [];
  const path = `add[${index}]`;
  const fault = checkPattern(rule.pattern);
  if (fault !== undefined) {
    const { message, code, offset, hint } = fault;
    const problem = l10n.t('{0} ({1} at offset {2}). {3}', message, code, String(offset), hint);
    return [{ path: `${path}.pattern`, problem }];
  }
  const first = diff.add.findIndex(
    (other) => other.pattern === rule.pattern && other.effect === rule.effect,
  );
  const repeated =
    first < index ? [{ path, problem: l10n.t('it repeats {0}', `add[${first}]`) }] : [];
  return [...repeated, ...(context.hasTestedExamples === true ? [] : exampleFaults(diff, index))];
}

/** Checks the rule's examples with the same matcher as the guard. */
function exampleFaults(diff: PolicyDiff, index: number): readonly DiffFault[] {
  const rule = diff.add[index];
  if (rule === undefined) return [];
  const { match = [], not_match: notMatch = [] } = rule;
  if (match.length === 0 && notMatch.length === 0) return [];
  const matcher = createMatcher([{ id: 'example', pattern: rule.pattern, effect: rule.effect }]);
  const hits = (command: string): boolean =>
    matcher.matchViews(commandViews(command)).hits.length > 0;
  return [
    ...match.flatMap((command, at) =>
      hits(command)
        ? []
        : [
            {
              path: `add[${index}].match[${at}]`,
              problem: l10n.t('the pattern does not match this command'),
            },
          ],
    ),
    ...notMatch.flatMap((command, at) =>
      hits(command)
        ? [
            {
              path: `add[${index}].not_match[${at}]`,
              problem: l10n.t('the pattern matches this command'),
            },
          ]
        : [],
    ),
  ];
}

function removeFaults(diff: PolicyDiff, index: number, context: DiffContext): readonly DiffFault[] {
  const id = diff.remove[index];
  const path = `remove[${index}]`;
  if (id === undefined) return [];
  if (diff.remove.indexOf(id) < index)
    return [{ path, problem: l10n.t('"{0}" is listed twice', id) }];
  if (context.ruleIds === undefined || context.ruleIds.has(id)) return [];
  return [{ path, problem: l10n.t('there is no rule "{0}"', id) }];
}

function metaFaults(diff: PolicyDiff): readonly DiffFault[] {
  try {
    canonicalJson(diff);
    return [];
  } catch (error) {
    if (error instanceof RulewrightError)
      return [{ path: l10n.t('the diff'), problem: error.message }];
    throw error;
  }
}
