import type { LabelChoice } from '../../../src/core/label';
import { t, type TextKey } from '../common/texts';

/** The keys that label a command. */
export const LABEL_KEYS: ReadonlyMap<string, LabelChoice> = new Map([
  ['s', 'safe'],
  ['u', 'unsafe'],
  ['x', 'unknown'],
]);

const HELP = [
  ['S', 'safe'],
  ['U', 'unsafe'],
  ['X', 'unknown'],
  ['Z', 'undo'],
] as const satisfies readonly (readonly [string, TextKey])[];

/** The keys for labelling and moving between rows, in one line. */
export function KeyHelp() {
  return (
    <p class="hint keys">
      {HELP.map(([key, text]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t(text)}
        </span>
      ))}
      <span>
        <kbd>↑</kbd> <kbd>↓</kbd> {t('moveKeys')}
      </span>
    </p>
  );
}
