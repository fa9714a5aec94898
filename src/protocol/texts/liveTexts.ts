import * as l10n from '@vscode/l10n';

/** Texts about testing a rule on the history: edited, tested, narrowed. */
export function liveTexts() {
  return {
    edit: l10n.t('Edit'),
    // {0} is a pattern.
    editRule: l10n.t('Edit “{0}”'),
    ...classTexts(),
    pattern: l10n.t('Pattern'),
    // Between the start of a pattern and its alternatives, and between these and its end.
    oneOf: l10n.t('one of'),
    then: l10n.t('then'),
    effect: l10n.t('Effect'),
    patternHint: l10n.t('Tested on your history as you type. Enter closes the field.'),
    ruleTitle: l10n.t('Title'),
    ruleTitleHint: l10n.t('What a matching command does. Without a title the pattern is shown.'),
    // {0} is a title.
    ruleTitleHintWas: l10n.t(
      'What a matching command does. The title of the suggestion, “{0}”, was for its pattern. Without a title the pattern is shown.',
    ),
    doneEditing: l10n.t('Done'),
    undoEdit: l10n.t('Undo the Edit'),
    // {0} is an effect, {1} a pattern.
    editedFrom: l10n.t('Edited. Suggested was: {0} {1}'),
    testing: l10n.t('Testing on your history…'),
    // {0} of {1} commands.
    testedNewest: l10n.t('Testing on your history, newest commands first: {0} of {1}.'),
    testStopped: l10n.t('Tested only on the newest commands of your history: {0} of {1}.'),
    'testedAll.one': l10n.t('Tested on all of your history: {0} command.'),
    'testedAll.other': l10n.t('Tested on all of your history: {0} commands.'),
    stopTest: l10n.t('Cancel the Test'),
    continueTest: l10n.t('Continue the Test'),
    loadingHit: l10n.t('Loading…'),
    // {0} is a pattern.
    hitsOf: l10n.t('Commands that “{0}” matches'),
    testFailed: l10n.t('Not tested on your history: {0}'),
    // {0} is the problem, {1} the position of a character.
    patternFault: l10n.t('Character {0}: {1}'),
    'matchesAll.one': l10n.t('It matches all of your history: {0} command.'),
    'matchesAll.other': l10n.t('It matches all of your history: {0} commands.'),
    narrowIt: l10n.t('Write more of the command into the pattern, or leave the rule out.'),
    'ofHistory.one': l10n.t('{0} of {1} commands of your history'),
    'ofHistory.other': l10n.t('{0} of {1} commands of your history'),
    // {0} is a number, {1} the text above.
    'removedStop.one': l10n.t(
      'It stops {1}. Without it that command runs, unless another rule stops it.',
    ),
    'removedStop.other': l10n.t(
      'It stops {1}. Without it they run, unless another rule stops them.',
    ),
    // {0} is the text above.
    removedAllow: l10n.t('It allows {0}. Without it the agent host decides.'),
    removedShadow: l10n.t('It only counts, and matches {0}.'),
    'spellingsOf.one': l10n.t('other spellings of the command it means to stop'),
    'spellingsOf.other': l10n.t('other spellings of {0} commands it means to stop'),
    // {0} and {1} are numbers, {2} is the text above.
    stopsSpellings: l10n.t('Still stops {0} of {1} {2}.'),
    stopsAllSpellings: l10n.t('Still stops all {0} {1}.'),
    'showOpen.one': l10n.t('Show the {0} It Does Not Stop'),
    'showOpen.other': l10n.t('Show the {0} It Does Not Stop'),
    excludeThis: l10n.t('Exclude This'),
    // {0} is a command, {1} a pattern.
    excludeHit: l10n.t('Exclude {0} from “{1}”'),
    // {0} is a command.
    cannotExclude: l10n.t('No narrower pattern was found that leaves out {0}'),
    excludeOnlyHit: l10n.t(
      'The rule matches nothing else that is not labelled safe. Leave the rule out, or edit its pattern.',
    ),
    excludeAlike: l10n.t(
      'It resembles what the rule must stop: each narrower pattern also matches it, or misses an unsafe command. A pattern cannot exclude a single text, and an allow rule does not override a deny or ask rule. Edit the pattern, or use Shadow or Ask.',
    ),
    'unjudged.one': l10n.t(
      'Cannot be judged: {0} command. Whether the rule matches depends on the working directory, and the history does not have it.',
    ),
    'unjudged.other': l10n.t(
      'Cannot be judged: {0} commands. Whether the rule matches depends on the working directory, and the history does not have it.',
    ),
    'showUnjudged.one': l10n.t('Show the Command That Cannot Be Judged'),
    'showUnjudged.other': l10n.t('Show the {0} Commands That Cannot Be Judged'),
    // {0} is a pattern.
    unjudgedOf: l10n.t('Commands for which a match with “{0}” cannot be determined'),
    matchesNothing: l10n.t('It matches no command of your history.'),
    'showHits.one': l10n.t('Show the Command It Matches'),
    'showHits.other': l10n.t('Show All {0} Commands It Matches'),
    'showLost.one': l10n.t('Show the {0} Command Lost'),
    'showLost.other': l10n.t('Show the {0} Commands Lost'),
    // {0} is the text above, {1} counts commands lost.
    hitsAndLost: l10n.t('{0}, and {1}'),
    comparedWithSuggestion: l10n.t('Compared with the suggestion:'),
    'gained.one': l10n.t('{0} command gained'),
    'gained.other': l10n.t('{0} commands gained'),
    'lost.one': l10n.t('{0} command lost'),
    'lost.other': l10n.t('{0} commands lost'),
    ofThemHarmless: l10n.t('{0} harmless'),
    ofThemUnsafe: l10n.t('{0} unsafe'),
    gainedHit: l10n.t('Gained:'),
    lostHit: l10n.t('Lost:'),
    'failedTimes.one': l10n.t('failed once'),
    'failedTimes.other': l10n.t('failed {0} times'),
    noLabel: l10n.t('No label'),
    labelSafe: l10n.t('Label Safe'),
    labelUnsafe: l10n.t('Label Unsafe'),
    // {0} is a label, {1} a command, {2} the pattern of the rule that matches it.
    labelHitAs: l10n.t('Label {0}: {1} (matched by “{2}”)'),
    // {0} is the text of a button or sign, {1} a pattern or category.
    textOfRule: l10n.t('{0}: “{1}”'),
    // {0} is a pattern.
    overlapsOf: l10n.t('Other rules that match commands of “{0}”'),
    // {0} is the title or pattern of a rule, {1} counts commands.
    inForceDenies: l10n.t('In force: {0} denies {1} of these.'),
    inForceAsks: l10n.t('In force: {0} asks about {1} of these.'),
    inForceAllows: l10n.t('In force: {0} allows {1} of these.'),
    pendingDenies: l10n.t('Pending: {0} would deny {1} of these.'),
    pendingAsks: l10n.t('Pending: {0} would ask about {1} of these.'),
    pendingAllows: l10n.t('Pending: {0} would allow {1} of these.'),
    onlyCounts: l10n.t('It only counts.'),
    thisTakesPrecedence: l10n.t('They conflict: this rule takes precedence.'),
    otherTakesPrecedence: l10n.t('They conflict: that rule takes precedence.'),
    'moreOverlaps.one': l10n.t('and {0} more rule'),
    'moreOverlaps.other': l10n.t('and {0} more rules'),
    waitForTest: l10n.t('Wait for the test on your history: read what the rules match first.'),
    finishTest: l10n.t('The test on your history was stopped. Continue it before you apply.'),
    outdated: l10n.t('This page is outdated. Choose Review Again at its top.'),
    correctPattern: l10n.t('A pattern cannot be used. Correct it, or leave its rule out.'),
  } as const;
}

/** Display names of the classes of targets, which patterns contain as `‹home›`. */
function classTexts() {
  return {
    classKey: l10n.t('a key used to authenticate'),
    classSecret: l10n.t('a file with secrets'),
    classStartup: l10n.t('a file that runs at login'),
    classAgentSettings: l10n.t('the settings of an agent'),
    classGitFolder: l10n.t('a .git folder'),
    classDevice: l10n.t('a device'),
    classRoot: l10n.t('the whole file system'),
    classHome: l10n.t('a home folder'),
    classSystem: l10n.t('a system folder'),
    classTemp: l10n.t('a temporary folder'),
    classProjectRoot: l10n.t('the whole project'),
    classProject: l10n.t('something in the project'),
    classInHome: l10n.t('something in a home folder'),
    classOutside: l10n.t('something outside the project'),
    classUnknown: l10n.t('something unknown'),
    classUrl: l10n.t('a URL'),
    classLocalUrl: l10n.t('a local URL'),
    classRemoteHost: l10n.t('another machine'),
    // Between two of these names.
    or: l10n.t('or'),
  } as const;
}
