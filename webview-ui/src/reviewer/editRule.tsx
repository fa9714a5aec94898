import { useEffect, useRef } from 'preact/hooks';
import type { RuleToTest } from '../../../src/core/liveBacktest';
import { Effect } from '../../../src/core/rule';
import { t } from '../common/texts';
import type { Edit } from './choice';
import { PatternFault, type InvalidPattern } from './liveTestView';

interface EditProps {
  readonly at: number;
  /** The rule in the suggestion. */
  readonly original: RuleToTest;
  /** Its title in the suggestion. */
  readonly originalTitle: string | undefined;
  readonly edit: Edit;
  /** Why the pattern cannot be used, if it was found to be invalid. */
  readonly fault: InvalidPattern | undefined;
  readonly onEdit: (edit: Edit) => void;
  readonly onClose: () => void;
}

/** Fields for the pattern, the effect and the title of a rule. The effect of the edit is shown below while typing. */
export function EditRule(props: EditProps) {
  const { at, original, originalTitle, edit, fault, onEdit, onClose } = props;
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const ids = { pattern: `pattern-${at}`, effect: `effect-${at}`, title: `title-${at}` };
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
        aria-invalid={fault !== undefined}
        aria-describedby={`${ids.pattern}-fault ${ids.pattern}-hint`}
        onInput={({ currentTarget }) => {
          onEdit({ ...edit, pattern: currentTarget.value });
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          onClose();
        }}
      />
      <div id={`${ids.pattern}-fault`} role="status">
        {fault !== undefined && <PatternFault fault={fault} />}
      </div>
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
      {edit.pattern !== original.pattern && (
        <>
          <label htmlFor={ids.title}>{t('ruleTitle')}</label>
          <input
            id={ids.title}
            type="text"
            maxLength={120}
            value={edit.title ?? ''}
            aria-describedby={`${ids.title}-hint`}
            onInput={({ currentTarget }) => {
              onEdit({ ...edit, title: currentTarget.value });
            }}
          />
          <p class="hint" id={`${ids.title}-hint`}>
            {originalTitle === undefined
              ? t('ruleTitleHint')
              : t('ruleTitleHintWas', originalTitle)}
          </p>
        </>
      )}
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
