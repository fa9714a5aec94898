import * as l10n from '@vscode/l10n';
import type { LiveBacktest } from '../../core/liveBacktest';
import { grouped, joined } from './nodeTexts';

/** What the rules of a rung match in the history: `12 of 340 commands · safe runs: 3 · unsafe runs: 2 · commands that cannot be judged: 4`. */
export function rungHits(tests: readonly LiveBacktest[]): string {
  const tested = tests.flatMap((one) => (one.state === 'tested' ? [one] : []));
  const [only] = tested;
  if (only === undefined) return '';
  if (tested.length > 1) {
    const counts = tested.map(({ commands }) => grouped(commands)).join(' + ');
    return l10n.t('{0} of {1} commands', counts, grouped(only.ofCommands));
  }
  const { safeHits, unsafeHits, unknownHits } = only.evidence;
  const { unjudged } = only;
  const more: readonly (readonly [number, string])[] = [
    [safeHits, l10n.t('safe runs: {0}', grouped(safeHits))],
    [unsafeHits, l10n.t('unsafe runs: {0}', grouped(unsafeHits))],
    [unknownHits, l10n.t('unlabelled runs: {0}', grouped(unknownHits))],
    // Whether the rule matches these depends on their working directory, which is unknown.
    [unjudged, l10n.t('commands that cannot be judged: {0}', grouped(unjudged))],
  ];
  return joined([
    l10n.t('{0} of {1} commands', grouped(only.commands), grouped(only.ofCommands)),
    ...more.flatMap(([count, text]) => (count === 0 ? [] : [text])),
  ]);
}
