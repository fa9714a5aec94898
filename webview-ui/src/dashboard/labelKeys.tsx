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

/** The keys in one line; with `moves` also those that move between rows. */
export function KeyHelp({ moves }: { readonly moves: boolean }) {
  return (
    <p class="hint keys">
      {HELP.map(([key, text]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t(text)}
        </span>
      ))}
      {moves && (
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t('moveKeys')}
        </span>
      )}
    </p>
  );
}
