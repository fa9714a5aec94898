import { useEffect, useRef } from 'preact/hooks';
import type { RuleToTest } from '../../../src/core/liveBacktest';
import { Effect } from '../../../src/core/rule';
import { t } from '../common/texts';

interface EditProps {
  readonly at: number;
  /** As it is in the suggestion. */
  readonly original: RuleToTest;
  readonly edit: RuleToTest;
  readonly onEdit: (edit: RuleToTest) => void;
  readonly onClose: () => void;
}

/** Fields for the pattern and the effect of a rule. What the edit does is shown below while it is typed. */
export function EditRule({ at, original, edit, onEdit, onClose }: EditProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const ids = { pattern: `pattern-${at}`, effect: `effect-${at}` };
  const isEdited = edit.pattern !== original.pattern || edit.effect !== original.effect;
  return (
    <div class="edit-rule" role="group" aria-label={t('editRule', original.pattern)}>
      <label htmlFor={ids.pattern}>{t('pattern')}</label>
      <textarea
        id={ids.pattern}
        ref={box}
        class="pattern"
        rows={2}
        autocapitalize="off"
        spellcheck={false}
        maxLength={10_000}
        value={edit.pattern}
        aria-describedby={`${ids.pattern}-hint`}
        onInput={({ currentTarget }) => {
          onEdit({ ...edit, pattern: currentTarget.value });
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          onClose();
        }}
      />
      <p class="hint" id={`${ids.pattern}-hint`}>
        {t('patternHint')}
      </p>
      <label htmlFor={ids.effect}>{t('effect')}</label>
      <select
        id={ids.effect}
        value={edit.effect}
        onChange={({ currentTarget }) => {
          onEdit({ ...edit, effect: Effect.parse(currentTarget.value) });
        }}
      >
        {Effect.options.map((effect) => (
          <option key={effect} value={effect}>
            {t(effect)}
          </option>
        ))}
      </select>
      <div class="actions">
        <button type="button" class="secondary" onClick={onClose}>
          {t('doneEditing')}
        </button>
        {isEdited && (
          <button
            type="button"
            class="secondary"
            onClick={() => {
              onEdit(original);
              box.current?.focus();
            }}
          >
            {t('undoEdit')}
          </button>
        )}
      </div>
    </div>
  );
}
