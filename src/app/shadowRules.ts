import * as l10n from '@vscode/l10n';
import { modeSwitch, type PolicyDiff } from '../core/diff';
import { effectiveLabel, type CommandEvent } from '../core/event';
import type { Evidence, EvidenceExample } from '../core/evidence';
import { formatCount } from '../core/formatCount';
import { labelHintOf, withAnswer } from '../core/labelHint';
import type { Label } from '../core/label';
import type { Clock, EventHistory, PolicyStore } from '../core/ports';
import { DISTINCT_COMMANDS, hasDoubled, rejectionsIn, rejectionText } from '../core/rejection';
import type { Rule } from '../core/rule';
import type { Suggestion } from '../core/suggestion';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_EXAMPLES = 20;

/** The methods of the app that are used. */
export interface ShadowPorts {
  readonly policies: Pick<PolicyStore, 'listRules' | 'listSuggestions' | 'propose'>;
  readonly history: Pick<EventHistory, 'all'>;
  readonly clock: Clock;
}

/**
 * Proposes to enforce each rule that has been in shadow mode for `quietDays` and would not have stopped any command
 * that a person approved or labelled safe. Nothing is proposed twice, or after a rejection until the number of its
 * commands has doubled.
 */
export async function proposeEnforcing(
  { policies, history, clock }: ShadowPorts,
  quietDays: number,
): Promise<readonly Suggestion[]> {
  const now = clock.now();
  const old = (await policies.listRules()).filter(
    ({ mode, effect, ts }) =>
      mode === 'shadow' && effect !== 'allow' && now - Date.parse(ts) >= quietDays * DAY_MS,
  );
  const open = await notPending(policies, old);
  if (open.length === 0) return [];
  const hits = await hitsOf(history, open);
  const { removals } = rejectionsIn(await policies.listSuggestions('rejected'));
  const proposed: Suggestion[] = [];
  for (const rule of open) {
    const commands = hits.get(rule.id) ?? [];
    const rejected = removals.find(({ ruleId }) => ruleId === rule.id);
    if (commands.some(({ isFalseAlarm }) => isFalseAlarm)) continue;
    if (rejected !== undefined && !hasDoubled(rejected, commands.length)) continue;
    // Another window may have proposed the same in the meantime.
    if ((await notPending(policies, [rule])).length === 0) continue;
    const days = Math.floor((now - Date.parse(rule.ts)) / DAY_MS);
    const before = rejected === undefined ? [] : [rejectionText(rejected, commands.length)];
    const note = [noteOf(days, commands), ...before].join(' ');
    const diff = modeSwitch(rule, 'enforce', {
      proposed_by: PROPOSER,
      note,
      [DISTINCT_COMMANDS]: commands.length,
      evidence: [evidenceOf(commands)],
    } satisfies PolicyDiff['meta']);
    proposed.push(await policies.propose({ proposedBy: PROPOSER, diff }));
  }
  return proposed;
}

const PROPOSER = 'rulewright-shadow';

/** The rules that no pending suggestion changes. */
async function notPending(
  policies: ShadowPorts['policies'],
  rules: readonly Rule[],
): Promise<readonly Rule[]> {
  if (rules.length === 0) return [];
  const pending = await policies.listSuggestions('pending');
  const changed = new Set(pending.flatMap(({ diff }) => diff.remove));
  return rules.filter(({ id }) => !changed.has(id));
}

/** A distinct command that a rule would have stopped. */
interface ShadowHit extends EvidenceExample {
  readonly label: Label;
  /** Whether a person approved it or labelled it safe. */
  readonly isFalseAlarm: boolean;
}

/** What each rule would have stopped since it was put into shadow mode, as recorded by guards and terminals. */
async function hitsOf(
  history: ShadowPorts['history'],
  rules: readonly Rule[],
): Promise<ReadonlyMap<string, readonly ShadowHit[]>> {
  const found = new Map(rules.map(({ id }) => [id, new Map<string, ShadowHit>()]));
  for await (const event of history.all()) {
    for (const id of event.verdict?.shadow ?? []) {
      const commands = found.get(id);
      commands?.set(event.command, withEvent(commands.get(event.command), event));
    }
  }
  return new Map([...found].map(([id, commands]) => [id, [...commands.values()]]));
}

function withEvent(seen: ShadowHit | undefined, event: CommandEvent): ShadowHit {
  const { command } = event;
  const hint = labelHintOf(event);
  const label = effectiveLabel(event);
  const isSafe =
    event.label === 'safe' || hint?.source === 'approved' || hint?.source === 'saved-rule';
  const answers = withAnswer(seen?.said, hint);
  return {
    command,
    count: (seen?.count ?? 0) + 1,
    label: label === 'unknown' ? (seen?.label ?? label) : label,
    isFalseAlarm: isSafe || seen?.isFalseAlarm === true,
    ...(answers === undefined ? {} : { said: answers }),
  };
}

function noteOf(days: number, commands: readonly ShadowHit[]): string {
  if (commands.length === 0) {
    return l10n.t('In shadow mode for {0} days: it matched no command.', formatCount(days));
  }
  return l10n.t(
    'In shadow mode for {0} days: it would have stopped {1} commands ({2} runs); nobody approved one of them or labelled it safe.',
    formatCount(days),
    formatCount(commands.length),
    formatCount(runsOf(commands)),
  );
}

function evidenceOf(commands: readonly ShadowHit[]): Evidence {
  const of = (label: Label): readonly ShadowHit[] => commands.filter((one) => one.label === label);
  const [unsafe, safe, unknown] = [of('unsafe'), of('safe'), of('unknown')];
  const [unsafeHits, safeHits] = [runsOf(unsafe), runsOf(safe)];
  return {
    unsafeHits,
    safeHits,
    unknownHits: runsOf(unknown),
    templates: unsafe.length,
    precision: unsafeHits + safeHits === 0 ? 0 : unsafeHits / (unsafeHits + safeHits),
    unsafeExamples: unsafe.slice(0, MAX_EXAMPLES).map(exampleOf),
    safeExamples: safe.map(exampleOf),
  };
}

function runsOf(commands: readonly ShadowHit[]): number {
  return commands.reduce((sum, { count }) => sum + count, 0);
}

function exampleOf({ command, count, said: answers }: ShadowHit): EvidenceExample {
  return { command, count, ...(answers === undefined ? {} : { said: answers }) };
}
