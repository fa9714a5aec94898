import * as l10n from '@vscode/l10n';
import { STARTER_CATEGORY_TITLES } from '../core/ruleCategories';

/** The description of a model feature, with code between backticks. Features without a description are shown by name. */
export function featureText(feature: string): string {
  const isAbsent = feature.startsWith(ABSENT);
  const name = isAbsent ? feature.slice(ABSENT.length) : feature;
  const at = name.indexOf(' ');
  const words = WORDS[name.slice(0, at)]?.(name.slice(at + 1), isAbsent);
  return words ?? code(feature);
}

/** Prefix of features that a command lacks. */
const ABSENT = 'no ';

/** Descriptions by the first word of the feature, from the rest of it and whether the command lacks the feature. */
const WORDS: Readonly<Record<string, (rest: string, isAbsent: boolean) => string | undefined>> = {
  starter: (rest, isAbsent) => {
    if (rest === 'deny')
      return isAbsent ? l10n.t('No starter rule denies it') : l10n.t('A starter rule denies it');
    if (rest === 'ask')
      return isAbsent
        ? l10n.t('No starter rule asks about it')
        : l10n.t('A starter rule asks about it');
    const category = STARTER_CATEGORY_TITLES[rest] ?? rest;
    return isAbsent
      ? l10n.t('No starter rule matches: {0}', category)
      : l10n.t('A starter rule matches: {0}', category);
  },
  run: (rest, isAbsent) =>
    isAbsent ? l10n.t('Does not run {0}', code(rest)) : l10n.t('Runs {0}', code(rest)),
  flag: (rest, isAbsent) =>
    isAbsent ? l10n.t('Without {0}', code(rest)) : l10n.t('With {0}', code(rest)),
  word: (rest, isAbsent) =>
    isAbsent ? l10n.t('Without {0}', code(rest)) : l10n.t('With {0}', code(rest)),
  pipe: (rest, isAbsent) => {
    if (rest !== 'SHELL') return undefined;
    return isAbsent ? l10n.t('Not piped into a shell') : l10n.t('Piped into a shell');
  },
};

function code(text: string): string {
  return `\`${text.replaceAll('`', '')}\``;
}
