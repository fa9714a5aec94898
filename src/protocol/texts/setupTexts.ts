import * as l10n from '@vscode/l10n';

/** Texts of the page that sets up protection. */
export function setupTexts() {
  return {
    setUpAbout: l10n.t(
      'Three steps, from what ran on this machine to agents that ask before they run a command. Nothing leaves this machine, and no rule takes effect until you approve it.',
    ),
    stepDone: l10n.t('Done'),
    stepOpen: l10n.t('To do'),
    stepSources: l10n.t('Look at what already ran'),
    stepSourcesAbout: l10n.t(
      'Nothing is read before you choose it. Secrets are removed before anything is kept.',
    ),
    lookingForHistories: l10n.t('Looking for command histories…'),
    noHistoriesFound: l10n.t('No command history of a shell or an agent was found here.'),
    'about.one': l10n.t('about {0} command'),
    'about.other': l10n.t('about {0} commands'),
    'files.one': l10n.t('{0} file'),
    'files.other': l10n.t('{0} files'),
    lastChanged: l10n.t('last changed {0}'),
    'inHistory.one': l10n.t('{0} command is in the history.'),
    'inHistory.other': l10n.t('{0} commands are in the history.'),
    chooseHistories: l10n.t('Choose Histories…'),
    chooseCsv: l10n.t('Import a CSV File…'),
    stepRules: l10n.t('Choose what to stop'),
    stepRulesAbout: l10n.t(
      'The starter rules, tested on your history. The review shows each rule, and lets you put it into shadow mode or leave it out.',
    ),
    noHistoryToTest: l10n.t('Read a history first to see what each category would have stopped.'),
    testingRules: l10n.t('Testing the starter rules on your history…'),
    'wouldStop.one': l10n.t('would have stopped {0} of {1} commands'),
    'wouldStop.other': l10n.t('would have stopped {0} of {1} commands'),
    'startInShadow.one': l10n.t(
      '{0} of them starts in shadow mode, because what it would stop is ordinary here: it only counts until you enforce it.',
    ),
    'startInShadow.other': l10n.t(
      '{0} of them start in shadow mode, because what they would stop is ordinary here: they only count until you enforce them.',
    ),
    'unjudgedByRules.one': l10n.t('{0} cannot be judged'),
    'unjudgedByRules.other': l10n.t('{0} cannot be judged'),
    unjudgedAbout: l10n.t(
      'A command cannot be judged if a rule depends on its working directory and the history does not contain it.',
    ),
    wouldStopNone: l10n.t('would have stopped no command'),
    commandsOf: l10n.t('Commands that “{0}” would have stopped'),
    'reviewRules.one': l10n.t('Review {0} Rule…'),
    'reviewRules.other': l10n.t('Review {0} Rules…'),
    'enforced.one': l10n.t('{0} rule enforced'),
    'enforced.other': l10n.t('{0} rules enforced'),
    showRules: l10n.t('Show Rules'),
    rulesOf: l10n.t('Rules about “{0}”'),
    selectAll: l10n.t('Select All'),
    selectNone: l10n.t('Select None'),
    allRulesInForce: l10n.t('Every starter rule is in force.'),
    rulesInShadow: l10n.t('{0} in shadow mode'),
    stepHosts: l10n.t('Connect agents'),
    stepHostsAbout: l10n.t(
      'A connected host asks Rulewright before it runs a command. You see the change to its hook file before it is written.',
    ),
    lookingForHosts: l10n.t('Looking for agent hosts…'),
    noHostsFound: l10n.t('No agent host was found on this machine.'),
    connectHost: l10n.t('Connect…'),
    connectHostOf: l10n.t('Connect {0}'),
    repairHost: l10n.t('Repair…'),
    repairHostOf: l10n.t('Repair {0}'),
    writeFile: l10n.t('Write File'),
    otherHost: l10n.t('Another Host…'),
    protectedHosts: l10n.t('Protected: {0}'),
    connectedWithoutRules: l10n.t('{0}: connected, but no rule is in force. Nothing is stopped.'),
    goToDashboard: l10n.t('Open Dashboard'),
  } as const;
}
