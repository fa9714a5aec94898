import * as vscode from 'vscode';
import { ALL_PENDING, type App, type SubjectKind } from '../app';
import { COMMAND } from '../contributions';
import { modeSwitch, patternChange } from '../core/diff';
import { RulewrightError } from '../core/errors';
import { authorOfCode } from '../core/rejection';
import type { Rule } from '../core/rule';
import type { Suggestion } from '../core/suggestion';
import { showNotice } from '../providers/dialogs';
import {
  askLine,
  askPattern,
  chooseRejected,
  chooseRule,
  chooseSuggestion,
  chooseVersion,
} from './ask';
import { withoutEvidence } from './callers';
import type { CommandHost } from './commandHost';
import { readDiff } from './diffInput';
import { addRuleByAsking } from './likeThisCommands';
import { checkedPattern, ruleDiff } from './newRule';
import type { HandlersFor, OpenedReview } from './commandArguments';

type Ids =
  | typeof COMMAND.listRules
  | typeof COMMAND.proposeDiff
  | typeof COMMAND.listSuggestions
  | typeof COMMAND.applySuggestion
  | typeof COMMAND.reviewAll
  | typeof COMMAND.rejectSuggestion
  | typeof COMMAND.undoRejection
  | typeof COMMAND.rollback
  | typeof COMMAND.restore
  | typeof COMMAND.listVersions
  | typeof COMMAND.listAudit
  | typeof COMMAND.addRule
  | typeof COMMAND.removeRule
  | typeof COMMAND.editRule
  | typeof COMMAND.enforceRule
  | typeof COMMAND.shadowRule;

/** Reads the policy, proposes changes and opens reviews. Nothing here can apply a change. */
export function policyCommands(host: CommandHost): HandlersFor<Ids> {
  const policies = async () => (await host.source.get()).policies;

  const review = async (kind: SubjectKind, subjectId: string): Promise<OpenedReview> => {
    // Open the review here first, so that an unknown id is reported to the caller instead of on the
    // page.
    const { shown } = await (await host.source.get()).openReview(kind, subjectId);
    await host.reviewer.open({ kind, subjectId });
    return { kind, subjectId, diffHash: shown.diffHash, status: shown.status };
  };

  /** Reviews all pending suggestions together; a single one as any other. */
  const reviewAll = async (caller: 'person' | 'code'): Promise<OpenedReview | undefined> => {
    const [first, ...others] = await (await policies()).listSuggestions('pending');
    if (first === undefined && caller === 'person') {
      void showNotice('info', vscode.l10n.t('No suggestions are waiting for review.'));
      return undefined;
    }
    return first !== undefined && others.length === 0
      ? review('suggestion', first.id)
      : review('joint', ALL_PENDING);
  };

  const goBack = async (kind: 'rollback' | 'restore', version: string | undefined) => {
    const title =
      kind === 'rollback'
        ? vscode.l10n.t(
            'Select the version to roll back. The rules are restored to the state before it.',
          )
        : vscode.l10n.t(
            'Select the version to return to. The rules are restored to the state right after it.',
          );
    const target = version ?? (await chooseVersion(await host.source.get(), title));
    return target === undefined ? undefined : review(kind, target);
  };

  const propose = async (
    caller: 'person' | 'code',
    diff: unknown,
    proposedBy: string,
  ): Promise<Suggestion> => {
    const suggestion = await (await policies()).propose({ proposedBy, diff });
    if (caller === 'person') await review('suggestion', suggestion.id);
    return suggestion;
  };

  /** The author of a proposal, which a caller cannot choose. */
  const proposer = async (caller: 'person' | 'code'): Promise<string> =>
    caller === 'code' ? authorOfCode(undefined) : (await host.source.get()).author();

  /** Proposes to change the mode of a rule. */
  const switchMode = async (
    caller: 'person' | 'code',
    id: string | undefined,
    mode: Rule['mode'],
  ): Promise<Suggestion | undefined> => {
    const app = await host.source.get();
    const title =
      mode === 'enforce'
        ? vscode.l10n.t('Select the rule to enforce')
        : vscode.l10n.t('Select the rule to put in shadow mode');
    const ruleId = id ?? (await chooseRule(app, title, (rule) => rule.mode !== mode));
    if (ruleId === undefined) return undefined;
    const rule = await ruleInForce(app, ruleId);
    if (rule.mode === mode) throw isInMode(mode);
    return propose(caller, modeSwitch(rule, mode), await proposer(caller));
  };

  /** Proposes another pattern for a rule. The review tests it, and can change the rest of the rule. */
  const edit = async (
    caller: 'person' | 'code',
    id: string | undefined,
    given: { readonly pattern: string } | undefined,
  ): Promise<Suggestion | undefined> => {
    const app = await host.source.get();
    const ruleId = id ?? (await chooseRule(app, vscode.l10n.t('Select the rule to edit')));
    if (ruleId === undefined) return undefined;
    const rule = await ruleInForce(app, ruleId);
    const title = vscode.l10n.t('Edit Rule');
    const pattern = given?.pattern ?? (await askPattern(title, app, rule.pattern));
    if (pattern === undefined) return undefined;
    return propose(caller, patternChange(rule, checkedPattern(pattern)), await proposer(caller));
  };

  return {
    [COMMAND.listRules]: async () => (await policies()).listRules(),
    [COMMAND.listSuggestions]: async (_, status) => (await policies()).listSuggestions(status),
    [COMMAND.listVersions]: async () => (await policies()).listVersions(),
    [COMMAND.listAudit]: async () => (await policies()).listAudit(),
    [COMMAND.proposeDiff]: async (caller, input, proposedBy) => {
      const diff = await readDiff(input);
      if (diff === undefined) return undefined;
      if (caller === 'code') {
        return propose(caller, withoutEvidence(diff), authorOfCode(proposedBy));
      }
      return propose(caller, diff, await (await host.source.get()).author());
    },
    [COMMAND.applySuggestion]: async (_, id) => {
      const target = id ?? (await chooseSuggestion(await host.source.get()));
      return target === undefined ? undefined : review('suggestion', target);
    },
    [COMMAND.reviewAll]: (caller) => reviewAll(caller),
    [COMMAND.rejectSuggestion]: async (caller, id, author, comment) => {
      const app = await host.source.get();
      const suggestionId = id ?? (await chooseSuggestion(app));
      if (suggestionId === undefined) return undefined;
      const reason = caller === 'code' ? (comment ?? '') : await askReason();
      if (reason === undefined) return undefined;
      const by = caller === 'code' ? authorOfCode(author) : await app.author();
      const rejected = await app.policies.reject({ suggestionId, author: by, comment: reason });
      offerUndo(host, rejected, caller);
      return rejected;
    },
    [COMMAND.undoRejection]: async (caller, id, author) => {
      const app = await host.source.get();
      const suggestionId = id ?? (await chooseRejected(app));
      if (suggestionId === undefined) return undefined;
      const by = caller === 'code' ? authorOfCode(author) : await app.author();
      const reopened = await app.policies.reopen({ suggestionId, author: by });
      if (caller === 'person') await review('suggestion', reopened.id);
      return reopened;
    },
    [COMMAND.rollback]: (_, version) => goBack('rollback', version),
    [COMMAND.restore]: (_, version) => goBack('restore', version),
    [COMMAND.addRule]: async (caller, given) => {
      if (given === undefined) return addRuleByAsking(host);
      return propose(caller, ruleDiff(given), await proposer(caller));
    },
    [COMMAND.removeRule]: async (caller, id) => {
      const app = await host.source.get();
      const rule = id ?? (await chooseRule(app, vscode.l10n.t('Select the rule to remove')));
      if (rule === undefined) return undefined;
      return propose(caller, { add: [], remove: [rule], meta: {} }, await proposer(caller));
    },
    [COMMAND.editRule]: edit,
    [COMMAND.enforceRule]: (caller, id) => switchMode(caller, id, 'enforce'),
    [COMMAND.shadowRule]: (caller, id) => switchMode(caller, id, 'shadow'),
  };
}

/**
 * Reports that a suggestion was rejected, and by which code unless the user did it. *Undo* makes it
 * pending again.
 */
function offerUndo(
  host: CommandHost,
  { id, reviewedBy = '' }: Suggestion,
  caller: 'person' | 'code',
): void {
  const undo = vscode.l10n.t('Undo');
  const shown =
    caller === 'code'
      ? showNotice('warning', vscode.l10n.t('A suggestion was rejected by: {0}', reviewedBy), undo)
      : showNotice(
          'info',
          vscode.l10n.t(
            'The suggestion was rejected. It is proposed again only when twice as many commands support it.',
          ),
          undo,
        );
  const reopen = async (): Promise<void> => {
    const app = await host.source.get();
    await app.policies.reopen({ suggestionId: id, author: await app.author() });
  };
  void shown
    .then((chosen) => (chosen === undefined ? undefined : reopen()))
    .then(undefined, host.report);
}

async function ruleInForce({ policies }: App, id: string): Promise<Rule> {
  const rule = (await policies.listRules()).find((one) => one.id === id);
  if (rule === undefined) throw noRule(id);
  return rule;
}

function noRule(id: string): RulewrightError {
  return new RulewrightError('not-found', vscode.l10n.t('There is no rule "{0}" in force.', id), {
    hint: vscode.l10n.t('See the Rules view.'),
  });
}

function isInMode(mode: Rule['mode']): RulewrightError {
  const message =
    mode === 'enforce'
      ? vscode.l10n.t('This rule is enforced already.')
      : vscode.l10n.t('This rule is in shadow mode already.');
  return new RulewrightError('invalid-input', message, {
    hint: vscode.l10n.t('See the Rules view.'),
  });
}

async function askReason(): Promise<string | undefined> {
  return askLine(
    vscode.l10n.t('Reject Suggestion'),
    vscode.l10n.t('Reason for the audit trail (optional). Press Escape to keep the suggestion.'),
  );
}
