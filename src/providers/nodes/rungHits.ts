import * as l10n from '@vscode/l10n';
import { formatCount } from '../../core/formatCount';
import type { LiveBacktest } from '../../core/liveBacktest';
import { joined } from './nodeTexts';

/** What the rules of a rung match in the history: `12 of 340 commands · safe runs: 3 · unsafe runs: 2 · commands that cannot be judged: 4`. */
export function rungHits(tests: readonly LiveBacktest[]): string {
  const tested = tests.flatMap((one) => (one.state === 'tested' ? [one] : []));
  const [only] = tested;
  if (only === undefined) return '';
  if (tested.length > 1) {
    const counts = tested.map(({ commands }) => formatCount(commands)).join(' + ');
    return l10n.t('{0} of {1} commands', counts, formatCount(only.ofCommands));
  }
  const { safeHits, unsafeHits, unknownHits } = only.evidence;
  const { unjudged } = only;
  const more: readonly (readonly [number, string])[] = [
    [safeHits, l10n.t('safe runs: {0}', formatCount(safeHits))],
    [unsafeHits, l10n.t('unsafe runs: {0}', formatCount(unsafeHits))],
    [unknownHits, l10n.t('unlabelled runs: {0}', formatCount(unknownHits))],
    // Whether the rule matches these depends on their working directory, which is unknown.
    [unjudged, l10n.t('commands that cannot be judged: {0}', formatCount(unjudged))],
  ];
  return joined([
    l10n.t('{0} of {1} commands', formatCount(only.commands), formatCount(only.ofCommands)),
    ...more.flatMap(([count, text]) => (count === 0 ? [] : [text])),
  ]);
}
