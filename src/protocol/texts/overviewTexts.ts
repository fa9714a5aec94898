import * as l10n from '@vscode/l10n';

/** Texts of the dashboard's overview. */
export function overviewTexts() {
  return {
    overview: l10n.t('Overview'),
    overviewAbout: l10n.t('Pending work, stopped commands, and the rules that matched.'),
    loadingOverview: l10n.t('Loading the overview…'),
    noRuleInForceHint: l10n.t('Set up protection to choose what to stop.'),
    waitingForYou: l10n.t('Waiting for you'),
    nothingWaits: l10n.t('Nothing is waiting for you.'),
    'suggestionsToReview.one': l10n.t('{0} suggestion to review'),
    'suggestionsToReview.other': l10n.t('{0} suggestions to review'),
    'agentsBlocked.one': l10n.t('{0} agent is blocked'),
    'agentsBlocked.other': l10n.t('{0} agents are blocked'),
    'commandsToLabel.one': l10n.t('{0} command to label'),
    'commandsToLabel.other': l10n.t('{0} commands to label'),
    lastDays: l10n.t('Stopped commands'),
    // {0} counts commands, {1} counts days.
    'commandsOfDays.one': l10n.t('{0} command in the last {1} days.'),
    'commandsOfDays.other': l10n.t('{0} commands in the last {1} days.'),
    // {0} and {1} are numbers.
    stoppedOfDays: l10n.t('Denied: {0}. Asked about: {1}.'),
    nothingStopped: l10n.t('None of them was denied or asked about.'),
    onlyShadow: l10n.t('Shadow rule matched'),
    showTable: l10n.t('Show as a Table'),
    day: l10n.t('Day'),
    rulesThatMatched: l10n.t('Rules that matched most'),
    // {0} and {1} are numbers of rules.
    rulesInForce: l10n.t('In force: {0} enforced, {1} in shadow mode.'),
    'rulesWithoutHits.one': l10n.t('{0} of them has no hit.'),
    'rulesWithoutHits.other': l10n.t('{0} of them have no hit.'),
    coverage: l10n.t('Starter rules in force by category'),
    noStarterInForce: l10n.t('No starter rule is in force.'),
    categoryColumn: l10n.t('Category'),
    enforcedColumn: l10n.t('Enforced'),
    shadowColumn: l10n.t('In shadow'),
    'openCategories.one': l10n.t('No starter rule in force in {0} category:'),
    'openCategories.other': l10n.t('No starter rule in force in {0} categories:'),
    ruleColumn: l10n.t('Rule'),
    hits: l10n.t('Hits'),
    lastHit: l10n.t('Last hit'),
  } as const;
}
