import * as l10n from '@vscode/l10n';
import { liveTexts } from './liveTexts';

/** Texts of the reviewer page. */
export function reviewerTexts() {
  return {
    ...headlineTexts(),
    ...summaryTexts(),
    ...changeTexts(),
    ...liveTexts(),
    ...comparisonTexts(),
    ...decisionTexts(),
    review: l10n.t('Review'),
    loadingChange: l10n.t('Loading the change…'),
    nothingToReview: l10n.t('Nothing to review'),
    reviewNextSuggestion: l10n.t('Review the Next Suggestion'),
    reviewAgain: l10n.t('Review Again'),
    goToDecision: l10n.t('Go to the Decision'),
    origin: l10n.t('Origin'),
    currentPolicyVersion: l10n.t('Current policy version'),
    diffHash: l10n.t('Hash of this change'),
    copyDiffHash: l10n.t('Copy the hash {0}'),
    openAsJson: l10n.t('Open as JSON'),
    leftOut: l10n.t('Considered and left out ({0})'),
  } as const;
}

function headlineTexts() {
  return {
    // {0} is a version number, {1} one of the changes below.
    rollBackTo: l10n.t('Roll back version {0}: {1}'),
    returnTo: l10n.t('Return to version {0}: {1}'),
    // {0} is the purpose of the first rule of a suggestion.
    'purposeAndMore.one': l10n.t('{1}, and {0} more change'),
    'purposeAndMore.other': l10n.t('{1}, and {0} more changes'),
    // {0} is a category.
    starterRulesOf: l10n.t('Starter rules: {0}'),
    // {0} counts rules, {1} categories.
    starterRulesIn: l10n.t('{0} starter rules in {1} categories'),
    'joinedSuggestions.one': l10n.t('{0} pending suggestion'),
    'joinedSuggestions.other': l10n.t('{0} pending suggestions'),
    addRules: l10n.t('add {0}'),
    removeRules: l10n.t('remove {0}'),
    restoreRules: l10n.t('put back {0}'),
    takeOutRules: l10n.t('take out {0}'),
    changeNothing: l10n.t('change nothing'),
    and: l10n.t('{0} and {1}'),
    'denyRules.one': l10n.t('{0} deny rule'),
    'denyRules.other': l10n.t('{0} deny rules'),
    'askRules.one': l10n.t('{0} ask rule'),
    'askRules.other': l10n.t('{0} ask rules'),
    'allowRules.one': l10n.t('{0} allow rule'),
    'allowRules.other': l10n.t('{0} allow rules'),
    pending: l10n.t('Pending'),
    rejected: l10n.t('Rejected'),
    applied: l10n.t('Applied'),
    rolledBack: l10n.t('Rolled back'),
    restored: l10n.t('Restored'),
    // {0} is a name, {1} a time.
    rolledBackSince: l10n.t('{0} applied this on {1}; it was rolled back since.'),
    // {0} is the author, {1} the time.
    suggestedBy: l10n.t('Suggested by {0}, {1}'),
    versionBy: l10n.t('Version {0} was created by {1}, {2}'),
  } as const;
}

function summaryTexts() {
  return {
    'decidedHistory.one': l10n.t('What the policy decides about {0} command of your history'),
    'decidedHistory.other': l10n.t('What the policy decides about {0} commands of your history'),
    after: l10n.t('After'),
    latestChanged: l10n.t('The most recent commands for which this changes:'),
    // {0} and {1} are decisions, before and after the change.
    fromTo: l10n.t('{0} → {1}'),
    decidedDenied: l10n.t('Denied'),
    decidedAsked: l10n.t('Asked'),
    decidedAllowed: l10n.t('Allowed'),
    decidedNoRule: l10n.t('No rule'),
    decidedUnjudged: l10n.t('Cannot be judged'),
    atAGlance: l10n.t('At a glance'),
    changes: l10n.t('Changes'),
    denyCount: l10n.t('{0} deny'),
    askCount: l10n.t('{0} ask'),
    allowCount: l10n.t('{0} allow'),
    removedCount: l10n.t('{0} removed'),
    nothingChanges: l10n.t('nothing changes'),
    // {0} lists the changes, {1} counts rules.
    openBefore: l10n.t('{0}; {1} in force now'),
    staleBefore: l10n.t('{0}; {1} in force when this was opened'),
    appliedBefore: l10n.t('{0}; {1} in force before'),
    rejectedBefore: l10n.t('{0}; {1} in force without it'),
    noData: l10n.t('No data'),
    confidenceHigh: l10n.t('high'),
    confidenceMedium: l10n.t('medium'),
    confidenceLow: l10n.t('low'),
    weakestRule: l10n.t('Weakest rule: {0}'),
    notTested: l10n.t('Not tested on your history'),
    'differentCommands.one': l10n.t('{0} different command'),
    'differentCommands.other': l10n.t('{0} different commands'),
    allowsHarmless: l10n.t('Harmless commands it lets through'),
    allowsUnsafe: l10n.t('Unsafe commands it would let through'),
    deniesHarmless: l10n.t('Harmless commands it would block'),
    asksHarmless: l10n.t('Harmless commands it would ask about'),
    stopsHarmless: l10n.t('Harmless commands it would block or ask about'),
    deniesUnsafe: l10n.t('Unsafe commands it would have blocked'),
    asksUnsafe: l10n.t('Unsafe commands it would have asked about'),
    stopsUnsafe: l10n.t('Unsafe commands it would have blocked or asked about'),
    yourHistory: l10n.t('the commands of your history'),
    'unlabelledHits.one': l10n.t('{0} hit without a label'),
    'unlabelledHits.other': l10n.t('{0} hits without a label'),
    'untestedRules.one': l10n.t('{0} rule not tested yet'),
    'untestedRules.other': l10n.t('{0} rules not tested yet'),
    'unjudgedCommands.one': l10n.t('{0} command cannot be judged'),
    'unjudgedCommands.other': l10n.t('{0} commands cannot be judged'),
    noneAmong: l10n.t('None among {0}'),
    noneKnownAmong: l10n.t('None known among {0}; {1}'),
    hitsAmong: l10n.t('Among {0}: see below'),
    hitsAmongAndUnlabelled: l10n.t('Among {0}: see below; {1}'),
  } as const;
}

function changeTexts() {
  return {
    whatWouldChange: l10n.t('What would change'),
    whatChanged: l10n.t('What changed'),
    whatWouldHaveChanged: l10n.t('What would have changed'),
    'missingRules.one': l10n.t('{0} rule that this change removes is no longer in force.'),
    'missingRules.other': l10n.t('{0} rules that this change removes are no longer in force.'),
    'duplicateRules.one': l10n.t('{0} rule that this change adds is already in force.'),
    'duplicateRules.other': l10n.t('{0} rules that this change adds are already in force.'),
    duplicatesJoint: l10n.t(
      'Applying adds them a second time, which has no effect. Leave them out.',
    ),
    duplicatesOnly: l10n.t('Applying has no effect. Reject this suggestion.'),
    duplicatesAmong: l10n.t(
      'Applying adds them a second time, which has no effect. Reject this suggestion and generate it again to get only what is missing.',
    ),
    add: l10n.t('Add'),
    // What happens to one rule of a suggestion. {0} is its pattern.
    whatWithRule: l10n.t('What to do with “{0}”'),
    // {0} is the title or pattern of a rule.
    takeRule: l10n.t('Take “{0}”'),
    // {0} is the title or pattern of a rule that the change removes.
    takeRemoval: l10n.t('Take the removal of “{0}”'),
    enforce: l10n.t('Enforce'),
    inShadow: l10n.t('Shadow: Count Only'),
    leaveOut: l10n.t('Leave Out'),
    keep: l10n.t('Keep'),
    allRules: l10n.t('All rules:'),
    // The rules that match the filter.
    shownRules: l10n.t('Shown rules:'),
    filterChanges: l10n.t('Filter the changes'),
    changesPlaceholder: l10n.t('Title, reason, pattern or category'),
    // {0} and {1} are numbers.
    'changesShown.one': l10n.t(
      '{0} of {1} changes is shown. The others stay part of the decision.',
    ),
    'changesShown.other': l10n.t(
      '{0} of {1} changes are shown. The others stay part of the decision.',
    ),
    noChangeMatches: l10n.t('No change matches the filter.'),
    joinedTitle: l10n.t('The suggestions'),
    'changesOf.one': l10n.t('{0} change'),
    'changesOf.other': l10n.t('{0} changes'),
    removalStaysPending: l10n.t('Not in this review, stays pending: the removal of a rule.'),
    // {0} is a pattern.
    staysPending: l10n.t('Not in this review, stays pending: {0}.'),
    // {0} is the title of a suggestion, or several.
    fromSuggestion: l10n.t('From the suggestion: {0}'),
    fromSuggestions: l10n.t('From the suggestions: {0}'),
    // The heading of the rules that have no category.
    otherRules: l10n.t('Other rules'),
    // {0} is the name of a category of rules, or the title of a suggestion.
    takeCategory: l10n.t('Take the rules of {0}'),
    countEnforced: l10n.t('{0} enforced'),
    countShadow: l10n.t('{0} in shadow'),
    countLeftOut: l10n.t('{0} left out'),
    'allEnforced.one': l10n.t('{0} rule enforced'),
    'allEnforced.other': l10n.t('{0} rules enforced'),
    'allShadow.one': l10n.t('{0} rule in shadow'),
    'allShadow.other': l10n.t('{0} rules in shadow'),
    'allLeftOut.one': l10n.t('{0} rule left out'),
    'allLeftOut.other': l10n.t('{0} rules left out'),
    'hitsOfRules.one': l10n.t('{0} hit'),
    'hitsOfRules.other': l10n.t('{0} hits'),
    putBack: l10n.t('Put back'),
    remove: l10n.t('Remove'),
    // {0} is a share, {1} is high, medium or low.
    confidenceOf: l10n.t('Confidence {0} – {1}'),
    instead: l10n.t('Instead: {0}'),
    'examplesChecked.one': l10n.t('{0} example checked when it was proposed'),
    'examplesChecked.other': l10n.t('{0} examples checked when it was proposed'),
    matches: l10n.t('Matches {0}'),
    doesNotMatch: l10n.t('Does not match {0}'),
    addedBy: l10n.t('Added by {0} on {1}.'),
    addedByWith: l10n.t('Added by {0} on {1} with confidence {2}.'),
    // {0} is a pattern. Starts with the text of the button.
    showRuleInRules: l10n.t('Show in Rules View: {0}'),
    neverDecided: l10n.t('It never decided a command.'),
    'decidedCommands.one': l10n.t('It decided {0} command, last on {1}.'),
    'decidedCommands.other': l10n.t('It decided {0} commands, last on {1}.'),
    ruleNotTested: l10n.t('This rule was not tested on your history.'),
    'labelledHits.one': l10n.t('{0} labelled hit'),
    'labelledHits.other': l10n.t('{0} labelled hits'),
    'unlabelled.one': l10n.t('{0} unlabelled hit'),
    'unlabelled.other': l10n.t('{0} unlabelled hits'),
    // {0} is a share, {1} counts labelled hits.
    shareUnsafe: l10n.t('{0} of {1} unsafe'),
    shareSafe: l10n.t('{0} of {1} safe'),
    meanRisk: l10n.t('Model: mean risk {0}'),
    meanRiskAndFeatures: l10n.t('Model: mean risk {0} · important features: {1}'),
    none: l10n.t('none'),
    noneKnown: l10n.t('none known'),
    times: l10n.t('{0} times'),
    'youRefused.one': l10n.t('you refused this once'),
    'youRefused.other': l10n.t('you refused this {0} times'),
    'youApproved.one': l10n.t('you approved this once'),
    'youApproved.other': l10n.t('you approved this {0} times'),
    'questionsSaved.one': l10n.t('It would have saved {0} question.'),
    'questionsSaved.other': l10n.t('It would have saved {0} questions.'),
    ladderTitle: l10n.t('How wide the rule is'),
    ladderHint: l10n.t('The widest rule that all of your answers support is suggested.'),
    // {0} counts refusals, {1} approvals.
    rungAnswers: l10n.t('refused {0}, approved {1}'),
    'rungCommands.one': l10n.t('{0} command'),
    'rungCommands.other': l10n.t('{0} commands'),
    suggestedRung: l10n.t('suggested'),
    'newlyBlocked.one': l10n.t('Newly blocked: {0} command that is not labelled unsafe'),
    'newlyBlocked.other': l10n.t('Newly blocked: {0} commands that are not labelled unsafe'),
    'newlyAsked.one': l10n.t('Newly asked about: {0} command that is not labelled unsafe'),
    'newlyAsked.other': l10n.t('Newly asked about: {0} commands that are not labelled unsafe'),
    'newlyStopped.one': l10n.t(
      'Newly blocked or asked about: {0} command that is not labelled unsafe',
    ),
    'newlyStopped.other': l10n.t(
      'Newly blocked or asked about: {0} commands that are not labelled unsafe',
    ),
    'newlyBlockedHint.one': l10n.t(
      'No rule stops it today. Label it safe if it is harmless, or reject the change.',
    ),
    'newlyBlockedHint.other': l10n.t(
      'No rule stops them today. Label the harmless ones safe, or reject the change.',
    ),
    firstShown: l10n.t('The first {0} are shown.'),
  } as const;
}

function comparisonTexts() {
  return {
    policyBeforeAndAfter: l10n.t('The policy, before and after'),
    showAs: l10n.t('Show as'),
    sideBySide: l10n.t('Side by Side'),
    list: l10n.t('List'),
    // {0} counts rules.
    inForceNow: l10n.t('In force now ({0})'),
    afterApplying: l10n.t('After applying ({0})'),
    inForceWhenOpened: l10n.t('In force when this was opened ({0})'),
    afterApplyingThen: l10n.t('After applying it then ({0})'),
    inForceBefore: l10n.t('In force before ({0})'),
    inForceAfter: l10n.t('In force after ({0})'),
    inForceWithout: l10n.t('In force without it ({0})'),
    inForceWith: l10n.t('In force with it ({0})'),
    'showUnchanged.one': l10n.t('Show {0} Unchanged Rule'),
    'showUnchanged.other': l10n.t('Show {0} Unchanged Rules'),
    'hideUnchanged.one': l10n.t('Hide {0} Unchanged Rule'),
    'hideUnchanged.other': l10n.t('Hide {0} Unchanged Rules'),
    absent: l10n.t('Absent'),
    removed: l10n.t('Removed'),
    added: l10n.t('Added'),
    unchanged: l10n.t('Unchanged'),
    changesByLine: l10n.t('Changes, one per line'),
  } as const;
}

function decisionTexts() {
  return {
    decision: l10n.t('Decision'),
    yourDecision: l10n.t('Your decision'),
    yourName: l10n.t('Your name'),
    yourNameHint: l10n.t('Recorded in the audit trail.'),
    comment: l10n.t('Comment'),
    commentHint: l10n.t('Your reason. Recorded in the audit trail.'),
    typeApply: l10n.t('Type APPLY to change the policy'),
    apply: l10n.t('Apply'),
    applying: l10n.t('Applying…'),
    reject: l10n.t('Reject'),
    'rejectAll.one': l10n.t('Reject It'),
    'rejectAll.other': l10n.t('Reject All {0}'),
    rejecting: l10n.t('Rejecting…'),
    nothingTaken: l10n.t(
      'Nothing is chosen. Choose at least one change, or reject the suggestion.',
    ),
    'leftPending.one': l10n.t('{0} change is left out and stays pending.'),
    'leftPending.other': l10n.t('{0} changes are left out and stay pending.'),
    // {0} and {1} count rules.
    consequenceAdd: l10n.t(
      'This adds {0}, creates a new version and records it in the audit trail. You can roll it back.',
    ),
    consequenceRemove: l10n.t(
      'This removes {0}, creates a new version and records it in the audit trail. You can roll it back.',
    ),
    consequenceBoth: l10n.t(
      'This adds {0} and removes {1}, creates a new version and records it in the audit trail. You can roll it back.',
    ),
    appliedAs: l10n.t('Applied as version {0}'),
    rolledBackAs: l10n.t('Rolled back as version {0}'),
    restoredAs: l10n.t('Restored as version {0}'),
    inForceAfterwards: l10n.t('In force after it: {0}.'),
    by: l10n.t('By {0}, {1}.'),
    policyUnchanged: l10n.t('The policy did not change.'),
    rejectionRecorded: l10n.t(
      'The rejection is in the audit trail. The same rules are proposed again only when twice as many commands support them.',
    ),
    showInVersions: l10n.t('Show in Versions'),
    showVersions: l10n.t('Show Versions'),
    alreadyApplied: l10n.t('Already applied'),
    alreadyRejected: l10n.t('Already rejected'),
    wasApplied: l10n.t('This suggestion was applied. It cannot be decided again.'),
    wasRejected: l10n.t('This suggestion was rejected.'),
    wasAppliedBy: l10n.t('This suggestion was applied by {0}, {1}. It cannot be decided again.'),
    wasRejectedBy: l10n.t('This suggestion was rejected by {0}, {1}.'),
    undoRejection: l10n.t('Undo the Rejection'),
    // {0} is a date, {1} counts different commands now, {2} those then.
    rejectedEarlier: l10n.t('You rejected this on {0} with {2}; now {1}.'),
    quoted: l10n.t('“{0}”'),
    reviewNext: l10n.t('Review Next ({0} waiting)'),
  } as const;
}
