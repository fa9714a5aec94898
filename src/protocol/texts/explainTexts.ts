import * as l10n from '@vscode/l10n';

/** Texts of the page that explains a command. */
export function explainTexts() {
  return {
    ...verdictTexts(),
    ...actionTexts(),
    ...ruleTexts(),
    ...variantTexts(),
    explainTitle: l10n.t('Explain a command'),
    explainAbout: l10n.t(
      'What an agent that runs this command would get, and why. The command is not run.',
    ),
    commandBox: l10n.t('Command'),
    cwdBox: l10n.t('Working directory'),
    cwdPlaceholder: l10n.t('Some project'),
    shellBox: l10n.t('Shell'),
    shellPosix: l10n.t('bash, zsh or another POSIX shell'),
    shellPowershell: l10n.t('PowerShell'),
    explainEmpty: l10n.t('Enter a command to see which rules decide it, and why.'),
    explaining: l10n.t('Explaining…'),
    copyCommand: l10n.t('Copy Command'),
    denyLikeThis: l10n.t('Deny Commands Like This…'),
    askLikeThis: l10n.t('Ask About Commands Like This…'),
    allowLikeThis: l10n.t('Allow Commands Like This…'),
  } as const;
}

function verdictTexts() {
  return {
    verdictHeading: l10n.t('Verdict'),
    verdictDeny: l10n.t('Rulewright blocks an agent that runs this command.'),
    verdictAsk: l10n.t('You are asked before an agent runs this command.'),
    verdictAllow: l10n.t('An agent may run this command without a question.'),
    verdictNone: l10n.t('No rule decides: the agent host does what it does without Rulewright.'),
    noRuleInForce: l10n.t('No rule is in force, so nothing is stopped.'),
    onlyBuiltIn: l10n.t('No rule is in force. Only the built-in self-protection decides.'),
    reviewStarterRules: l10n.t('Review Starter Rules…'),
    notParsed: l10n.t(
      'The shell parser rejected this command. It was matched as written, whole and in pieces.',
    ),
    limitReached: l10n.t('A limit was reached: the command may do more than is shown here.'),
    commandAsRead: l10n.t('The command as it was read'),
    matchedPart: l10n.t('matched'),
    onlyStart: l10n.t('Only the first {0} of {1} characters are shown.'),
  } as const;
}

function actionTexts() {
  return {
    actionsHeading: l10n.t('What it does'),
    noActions: l10n.t('It runs no program.'),
    // {0} is the number of the action in the list.
    actionNumber: l10n.t('Action {0}'),
    'moreActions.one': l10n.t('{0} more action is not shown.'),
    'moreActions.other': l10n.t('{0} more actions are not shown.'),
    dataWord: l10n.t('text that rules do not read'),
    optionsOf: l10n.t('Options'),
    targetsOf: l10n.t('Operands'),
    redirectsOf: l10n.t('Redirects'),
    runsIn: l10n.t('Runs in'),
    asRoot: l10n.t('as another user'),
    asRootTitle: l10n.t('By sudo or a program like it'),
    isCertain: l10n.t('certain'),
    mayRun: l10n.t('likely'),
    mayRunTitle: l10n.t('It may run, or run with other words'),
    // {0} is an option or a sub-command.
    isInert: l10n.t('changes nothing: {0}'),
    viewsHeading: l10n.t('What rules are matched against'),
    viewsAbout: l10n.t(
      'The same command in several views, so that quotes, order and wrappers make no difference.',
    ),
    'moreViews.one': l10n.t('{0} more view is not shown.'),
    'moreViews.other': l10n.t('{0} more views are not shown.'),
    viewInert: l10n.t('has no effect'),
  } as const;
}

function ruleTexts() {
  return {
    rulesHeading: l10n.t('Rules that match'),
    precedence: l10n.t('Deny takes precedence over ask, and ask over allow.'),
    noRuleMatches: l10n.t('No rule of the policy matches.'),
    roleDecides: l10n.t('decides'),
    roleWeaker: l10n.t('matches, but a stronger rule decides'),
    rolePartial: l10n.t('is ignored: it allows only a part of the command'),
    roleShadow: l10n.t('in shadow mode: only counted'),
    roleStarter: l10n.t('starter rule, not in your policy'),
    roleBuiltIn: l10n.t('built in'),
    selfProtection: l10n.t('Self-protection'),
    // {0} completes "It changes …".
    itChanges: l10n.t('It changes {0}.'),
    // {0} is the kind of view, {1} its text.
    matchesIn: l10n.t('Matches in the {0} view: {1}'),
    // {0} is a part of the command.
    matchesPart: l10n.t('Matches {0}'),
    insteadOf: l10n.t('Instead: {0}'),
    rulePattern: l10n.t('Pattern'),
    openRule: l10n.t('Open Rule'),
    openRuleOf: l10n.t('Open the rule “{0}”'),
    lookingForStarter: l10n.t('Looking for starter rules that match…'),
    noStarter: l10n.t('No other starter rule matches.'),
  } as const;
}

function variantTexts() {
  return {
    variantsHeading: l10n.t('What would change the verdict'),
    variantsAbout: l10n.t('Each of these was evaluated just now, with the policy in force.'),
    variantsBusy: l10n.t('Evaluating variants…'),
    noChangeFound: l10n.t('No single change that was tried changes the verdict.'),
    'sameVerdict.one': l10n.t('{0} change does not change the verdict'),
    'sameVerdict.other': l10n.t('{0} changes do not change the verdict'),
    variantWithoutRule: l10n.t('Without the rule {0}'),
    variantWithoutRules: l10n.t('Without all of these rules: {0}'),
    variantEnforced: l10n.t('With the shadow rule {0} enforced'),
    variantPaused: l10n.t('While self-protection is paused'),
    // {0} is a part of the command.
    variantWithout: l10n.t('Without {0}'),
    // {0} is a part of the command, {1} its replacement.
    variantReplaced: l10n.t('With {1} instead of {0}'),
    variantInstead: l10n.t('What the rule names instead'),
    explainThis: l10n.t('Explain This Command'),
  } as const;
}
