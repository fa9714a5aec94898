import type * as z from 'zod';
import { canonicalJson } from '../core/canonicalJson';
import { PolicyDiff } from '../core/diff';
import { RulewrightError } from '../core/errors';
import { checkPattern } from './dialect';
import { createMatcher } from './matcher';
import { commandViews } from '../shell/views';

/** One thing wrong with a diff. `path` is written like `add[2].pattern`. */
export interface DiffFault {
  readonly path: string;
  readonly problem: string;
}

/** What a diff is checked against. Leave `ruleIds` out where no policy is at hand (linting a file). */
export interface DiffContext {
  readonly ruleIds?: ReadonlySet<string>;
}

/** Every fault of `raw` as a policy diff, in document order; none means it may be proposed. */
export function diffFaults(raw: unknown, context: DiffContext = {}): readonly DiffFault[] {
  const parsed = PolicyDiff.safeParse(raw);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => shapeFaults(issue));
  const diff = parsed.data;
  return [
    ...emptyFaults(diff),
    ...diff.add.flatMap((_, index) => addFaults(diff, index)),
    ...diff.remove.flatMap((_, index) => removeFaults(diff, index, context)),
    ...metaFaults(diff),
  ];
}

/** Parses unknown input as a policy diff, whole or not at all. Throws `invalid-diff` naming the path of each fault. */
export function checkDiff(raw: unknown, context: DiffContext = {}): PolicyDiff {
  const faults = diffFaults(raw, context);
  if (faults.length > 0) {
    const list = faults.map((fault) => `${fault.path}: ${fault.problem}`).join('\n');
    throw new RulewrightError('invalid-diff', `The policy diff was refused.\n${list}`, {
      hint: 'Correct each place and propose the diff again. Nothing was stored.',
    });
  }
  return PolicyDiff.parse(raw);
}

function shapeFaults(issue: z.core.$ZodIssue): readonly DiffFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      problem: 'there is no such member',
    }));
  }
  return [{ path: pathText(issue.path), problem: issue.message }];
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (sofar, step) => (typeof step === 'number' ? `${sofar}[${step}]` : `${sofar}.${String(step)}`),
    '',
  );
  return text === '' ? 'the diff' : text.replace(/^\./, '');
}

function emptyFaults(diff: PolicyDiff): readonly DiffFault[] {
  if (diff.add.length > 0 || diff.remove.length > 0) return [];
  return [{ path: 'the diff', problem: 'it neither adds nor removes a rule' }];
}

function addFaults(diff: PolicyDiff, index: number): readonly DiffFault[] {
  const rule = diff.add[index];
  if (rule === undefined) return [];
  const path = `add[${index}]`;
  const fault = checkPattern(rule.pattern);
  if (fault !== undefined) {
    const problem = `${fault.message} (${fault.code} at offset ${fault.offset}). ${fault.hint}`;
    return [{ path: `${path}.pattern`, problem }];
  }
  const first = diff.add.findIndex(
    (other) => other.pattern === rule.pattern && other.effect === rule.effect,
  );
  const repeated = first < index ? [{ path, problem: `it repeats add[${first}]` }] : [];
  return [...repeated, ...exampleFaults(diff, index)];
}

/** The rule's own examples, decided by the matcher that enforces. */
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
              problem: 'the pattern does not match this command',
            },
          ],
    ),
    ...notMatch.flatMap((command, at) =>
      hits(command)
        ? [{ path: `add[${index}].not_match[${at}]`, problem: 'the pattern matches this command' }]
        : [],
    ),
  ];
}

function removeFaults(diff: PolicyDiff, index: number, context: DiffContext): readonly DiffFault[] {
  const id = diff.remove[index];
  const path = `remove[${index}]`;
  if (id === undefined) return [];
  if (diff.remove.indexOf(id) < index) return [{ path, problem: `"${id}" is listed twice` }];
  if (context.ruleIds === undefined || context.ruleIds.has(id)) return [];
  return [{ path, problem: `there is no rule "${id}"` }];
}

function metaFaults(diff: PolicyDiff): readonly DiffFault[] {
  try {
    canonicalJson(diff);
    return [];
  } catch (error) {
    if (error instanceof RulewrightError) return [{ path: 'the diff', problem: error.message }];
    throw error;
  }
}
