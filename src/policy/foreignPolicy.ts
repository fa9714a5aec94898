import * as l10n from '@vscode/l10n';
import type { ForeignPolicyEffect, RecentCommand, WeakerDecisions } from '../core/foreignPolicy';
import { policyText } from '../core/policyText';
import type { Rule } from '../core/rule';
import { DECISION_STRENGTH, type Decision } from '../core/verdict';
import { visibleText } from '../core/visibleText';
import { compilePolicy } from './compilePolicy';
import { evaluate } from './evaluate';
import type { PolicyRule, ReadablePolicy } from './readablePolicy';
import { parseSnapshot } from './readSnapshot';
import { OwnFiles, type OwnFilesData } from './selfProtection';
import { MAX_RULES } from './snapshotFormat';

export interface ComparedPolicies {
  /** The content of the foreign file. */
  readonly foreign: Uint8Array;
  /** The rules in force. */
  readonly rules: readonly Rule[];
  /** The commands of the history, most recent first. */
  readonly commands: readonly RecentCommand[];
  /** The files that self-protection denies under any policy. */
  readonly ownFiles: OwnFilesData;
}

/** Maximum number of examples of each kind. */
const EXAMPLES = 3;
/** Limits of a text to compare: commands, length of a line and of the whole text. */
const LISTED = 500;
const LINE_LENGTH = 2000;
const TEXT_LENGTH = 500_000;

/** A command that the foreign policy decides more weakly. */
interface WeakerDecision {
  readonly command: string;
  readonly wanted: Decision;
  readonly found: Decision;
}

/**
 * What guards would have decided differently with a foreign policy file. The file is evaluated as guards do, with its own
 * tables, so this may throw or take any time: call it in a process that can be ended. Commands are compared until `isOver`
 * returns true, at least one.
 */
export function foreignPolicyEffect(
  { foreign, rules, commands, ownFiles: data }: ComparedPolicies,
  isOver: () => boolean,
): ForeignPolicyEffect {
  const policy = parsed(foreign);
  if (policy === undefined) return { state: 'refused' };
  const inForce = compilePolicy({ rules, version: '', seq: 0 });
  const ownFiles = OwnFiles.of(data);
  const weaker: WeakerDecision[] = [];
  let compared = 0;
  for (const recent of commands) {
    const wanted = decisionOf(inForce, recent, ownFiles);
    const found = decisionOf(policy, recent, ownFiles);
    if (DECISION_STRENGTH[found] < DECISION_STRENGTH[wanted]) {
      weaker.push({ command: recent.command, wanted, found });
    }
    compared += 1;
    if (isOver()) break;
  }
  const isStopped = ({ wanted }: WeakerDecision): boolean => wanted === 'deny' || wanted === 'ask';
  const isAsked = ({ found }: WeakerDecision): boolean => found === 'ask';
  const foreignRules = rulesOf(policy);
  return {
    state: 'compared',
    commands: compared,
    passed: countOf(weaker.filter((one) => isStopped(one) && !isAsked(one))),
    asked: countOf(weaker.filter(isAsked)),
    allowed: countOf(weaker.filter((one) => !isStopped(one))),
    ...changedRules(rules, foreignRules),
    difference: {
      before: textOf(rules, weaker, ({ wanted }) => wanted),
      after: textOf(foreignRules, weaker, ({ found }) => found),
    },
  };
}

/** Undefined if guards do not accept the file. */
function parsed(bytes: Uint8Array): ReadablePolicy | undefined {
  try {
    return parseSnapshot(bytes, '');
  } catch {
    return undefined;
  }
}

function decisionOf(
  policy: ReadablePolicy,
  { command, cwd, shell }: RecentCommand,
  ownFiles: OwnFiles,
): Decision {
  const context = {
    ...(cwd === undefined ? {} : { cwd }),
    ...(shell === undefined ? {} : { shell }),
  };
  return evaluate(policy, command, { ...context, ownFiles }).decision;
}

function countOf(weaker: readonly WeakerDecision[]): WeakerDecisions {
  const commands = [...new Set(weaker.map(({ command }) => command))];
  return { count: commands.length, examples: commands.slice(0, EXAMPLES) };
}

function rulesOf(policy: ReadablePolicy): readonly PolicyRule[] {
  const size = Math.min(policy.size, MAX_RULES);
  return Array.from({ length: size }, (_, at) => policy.ruleAt(at));
}

function changedRules(rules: readonly Rule[], foreign: readonly PolicyRule[]) {
  const byId = new Map(foreign.map((rule) => [rule.id, rule]));
  const isSame = (rule: Rule): boolean => {
    const other = byId.get(rule.id);
    return (
      other?.pattern === rule.pattern && other.effect === rule.effect && other.mode === rule.mode
    );
  };
  const known = new Set(rules.map(({ id }) => id));
  return {
    missing: rules.filter(({ id }) => !byId.has(id)).map(nameOf),
    changed: rules.filter((rule) => byId.has(rule.id) && !isSame(rule)).map(nameOf),
    added: foreign.filter(({ id }) => !known.has(id)).length,
  };
}

/** The decisions that differ, and the rules of one of the policies. */
function textOf(
  rules: readonly PolicyRule[],
  weaker: readonly WeakerDecision[],
  decisionOf: (one: WeakerDecision) => Decision,
): string {
  const decisions = weaker
    .slice(0, LISTED)
    .map((one) => `${decisionOf(one)}: ${one.command.slice(0, LINE_LENGTH)}`);
  const lines = [
    ...(decisions.length === 0 ? [] : [l10n.t('Decisions on recent commands'), ...decisions, '']),
    ...policyText(rules).slice(0, TEXT_LENGTH).split('\n'),
  ];
  return lines.map(visibleText).join('\n');
}

function nameOf({ title, pattern }: Rule): string {
  return title ?? pattern;
}
