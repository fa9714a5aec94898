import * as l10n from '@vscode/l10n';
import { className } from '../core/operandClassText';
import { STARTER_CATEGORY_TITLES } from '../core/ruleCategories';

/** The description of a model feature, with code between backticks. Features without a description are shown by name. */
export function featureText(feature: string): string {
  const isAbsent = feature.startsWith(ABSENT);
  const name = isAbsent ? feature.slice(ABSENT.length) : feature;
  const at = name.indexOf(' ');
  // `git: flag --force`: with one program only.
  const program = name.slice(0, Math.max(0, at - 1));
  const isOfProgram = program !== '' && name[at - 1] === ':';
  const words = isOfProgram ? wordsOf(name.slice(at + 1), isAbsent) : wordsOf(name, isAbsent);
  if (words === undefined) return code(feature);
  return isOfProgram
    ? l10n.t('{0}: {1}', code(program), words.charAt(0).toLowerCase() + words.slice(1))
    : words;
}

function wordsOf(name: string, isAbsent: boolean): string | undefined {
  const at = name.indexOf(' ');
  return WORDS[name.slice(0, at)]?.(name.slice(at + 1), isAbsent);
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
  unknown: (rest, isAbsent) => {
    if (rest !== 'program') return undefined;
    return isAbsent
      ? l10n.t('Only programs that the model knows')
      : l10n.t('A program that the model does not know');
  },
  class: (rest, isAbsent) =>
    isAbsent ? l10n.t('Not on {0}', className(rest)) : l10n.t('On {0}', className(rest)),
  pipe: (rest, isAbsent) => {
    if (rest !== 'SHELL') return undefined;
    return isAbsent ? l10n.t('Not piped into a shell') : l10n.t('Piped into a shell');
  },
};

/** On one line, so that a part of a command cannot end the code. */
function code(text: string): string {
  return `\`${text.replaceAll('`', '').replace(/\s+/g, ' ')}\``;
}
