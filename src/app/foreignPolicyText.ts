import * as l10n from '@vscode/l10n';
import type { ForeignPolicyEffect, WeakerDecisions } from '../core/foreignPolicy';
import { formatCount } from '../core/formatCount';
import { visibleText } from '../core/visibleText';
import { redact } from '../history/redact/redact';

type ComparedEffect = Extract<ForeignPolicyEffect, { state: 'compared' }>;

/** Maximum number of names in a sentence, and maximum length of a name or command. */
const NAMES = 3;
const MAX_LENGTH = 100;

/** The text if the effect is not known. */
export function unknownEffectText(): string {
  return l10n.t('What it would have allowed could not be determined.');
}

/** The text if guards do not accept the file. */
export function refusedText(): string {
  return l10n.t(
    'Guards do not accept the changed file: until now, they stopped or asked about every command.',
  );
}

/** What a foreign policy would have changed, in sentences. */
export function effectText(effect: ComparedEffect): string {
  const { passed, asked, allowed, missing, changed, added } = effect;
  const sentences = [
    l10n.t('Guards used the changed file until now.'),
    ...(passed.count === 0 ? [] : [passedText(passed)]),
    ...(asked.count === 0 ? [] : [askedText(asked)]),
    ...(allowed.count === 0 ? [] : [allowedText(allowed)]),
    ...(passed.count + asked.count + allowed.count === 0 ? [nothingText(effect)] : []),
    ...(missing.length === 0 ? [] : [l10n.t('Rules missing from it: {0}.', someOf(missing))]),
    ...(changed.length === 0 ? [] : [l10n.t('Rules changed in it: {0}.', someOf(changed))]),
    ...(added === 0 ? [] : [l10n.t('Rules added to it: {0}.', formatCount(added))]),
  ];
  return sentences.join(' ');
}

function passedText({ count, examples }: WeakerDecisions): string {
  return count === 1
    ? l10n.t(
        'It would have allowed 1 recent command that your policy denies or asks about: {0}.',
        examplesOf(examples),
      )
    : l10n.t(
        'It would have allowed {0} recent commands that your policy denies or asks about, for example: {1}.',
        formatCount(count),
        examplesOf(examples),
      );
}

function askedText({ count, examples }: WeakerDecisions): string {
  return count === 1
    ? l10n.t(
        'It would only have asked about 1 recent command that your policy denies: {0}.',
        examplesOf(examples),
      )
    : l10n.t(
        'It would only have asked about {0} recent commands that your policy denies, for example: {1}.',
        formatCount(count),
        examplesOf(examples),
      );
}

function allowedText({ count, examples }: WeakerDecisions): string {
  return count === 1
    ? l10n.t(
        'It has an allow rule for 1 recent command that matches no rule of your policy: {0}.',
        examplesOf(examples),
      )
    : l10n.t(
        'It has allow rules for {0} recent commands that match no rule of your policy, for example: {1}.',
        formatCount(count),
        examplesOf(examples),
      );
}

function nothingText({ commands }: ComparedEffect): string {
  return commands === 0
    ? l10n.t('The history has no command to compare.')
    : l10n.t(
        'It would have decided none of your {0} recent commands more weakly.',
        formatCount(commands),
      );
}

function examplesOf(commands: readonly string[]): string {
  return commands.map((command) => `\`${shown(command)}\``).join(', ');
}

/** The first of these names, and how many more there are. */
function someOf(names: readonly string[]): string {
  const some = names.slice(0, NAMES).map((name) => shown(name));
  const more = names.length - some.length;
  return more === 0
    ? some.join(', ')
    : l10n.t('{0} and {1} more', some.join(', '), formatCount(more));
}

/** A text that another program may have chosen: without secrets, with every character visible, on one line. */
function shown(text: string): string {
  const line = visibleText(redact(text.slice(0, 4 * MAX_LENGTH)));
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1).toWellFormed()}…` : line;
}
