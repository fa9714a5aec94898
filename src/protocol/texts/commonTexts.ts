import * as l10n from '@vscode/l10n';

/**
 * Texts shared by several pages. Keys that end in `.one` and `.other` are the singular and plural of a counted noun.
 */
export function commonTexts() {
  return {
    deny: l10n.t('Deny'),
    ask: l10n.t('Ask'),
    allow: l10n.t('Allow'),
    shadow: l10n.t('Shadow'),
    shadowTitle: l10n.t('Takes no effect; only counts what it would have decided'),
    safe: l10n.t('Safe'),
    unsafe: l10n.t('Unsafe'),
    unknown: l10n.t('Not sure'),
    riskSafe: l10n.t('Looks safe (up to 20 %)'),
    riskUnsafe: l10n.t('Looks unsafe (above 60 %)'),
    riskUnclear: l10n.t('Not clear (20 to 60 %)'),
    showLess: l10n.t('Show Less'),
    showAll: l10n.t('Show All (+{0})'),
    'openInEditor.one': l10n.t('Open in Editor ({0} more character)'),
    'openInEditor.other': l10n.t('Open in Editor ({0} more characters)'),
    showMore: l10n.t('Show {0} More'),
    showMoreOf: l10n.t('Show {0} More ({1} left)'),
    copyId: l10n.t('{0} – click to copy'),
    copied: l10n.t('copied'),
    justNow: l10n.t('just now'),
    lookalike: l10n.t('looks like another letter'),
    invisible: l10n.t('invisible character'),
    'rules.one': l10n.t('{0} rule'),
    'rules.other': l10n.t('{0} rules'),
    'commands.one': l10n.t('{0} command'),
    'commands.other': l10n.t('{0} commands'),
    'features.one': l10n.t('{0} feature'),
    'features.other': l10n.t('{0} features'),
    policyVersion: l10n.t('Policy version {0}'),
    copyPolicyVersion: l10n.t('Copy policy version {0}'),
    showInRules: l10n.t('Show in Rules View'),
    confidence: l10n.t('Confidence'),
    before: l10n.t('Before'),
    setUp: l10n.t('Set Up Protection'),
    backToSetup: l10n.t('Back to Set Up Protection'),
    noHostAsks: l10n.t(
      'Nothing is stopped yet: no agent host asks Rulewright before it runs a command.',
    ),
    noHostAsksHint: l10n.t('Connect an agent in the last step of Set Up Protection.'),
    cancel: l10n.t('Cancel'),
    clearFilter: l10n.t('Clear Filter'),
    filterText: l10n.t('Search (press / to jump here)'),
  } as const;
}
