import { useEffect, useRef, useState } from 'preact/hooks';
import { isSuggested, type Review } from '../../../src/protocol/reviewer';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';
import type { ReviewerState } from './state';

/** Author and comment of a decision. */
export interface Statement {
  readonly author: string;
  readonly comment: string;
}

interface DecisionFormProps {
  readonly review: Review;
  /** The change as it would be applied, without omitted parts. */
  readonly taken: Review;
  readonly state: ReviewerState;
  /** Why APPLY cannot be typed yet. */
  readonly obstacle: keyof typeof OBSTACLE_TEXTS | undefined;
  /** The initial values: the saved draft, or the default author. */
  readonly draft: Statement;
  readonly onDraft: (words: Partial<Statement>) => void;
  readonly onApply: (words: Statement, typed: string) => void;
  readonly onReject: (words: Statement) => void;
}

/** The form to apply or reject. It only sends a request: the extension validates the typed word and the hash. */
export function DecisionForm(props: DecisionFormProps) {
  const { review, taken, state, obstacle, draft, onDraft, onApply, onReject } = props;
  const words: Statement = { author: draft.author, comment: draft.comment };
  const [typed, setTyped] = useState('');
  const blocked = state.waiting !== undefined || state.stale !== undefined;
  const isEmpty = taken.add.length + taken.remove.length + taken.missing === 0;
  const canApply = !blocked && typed !== '' && !isEmpty && obstacle === undefined;
  return (
    <form
      class="decide"
      aria-labelledby="decide"
      onSubmit={(event) => {
        event.preventDefault();
        if (canApply) onApply(words, typed);
      }}
    >
      <h2 id="decide">{t('yourDecision')}</h2>
      <TextField
        id="author"
        label={t('yourName')}
        hint={t('yourNameHint')}
        value={words.author}
        failure={failureOf(state, 'author')}
        onInput={(author) => {
          onDraft({ author });
        }}
      />
      <label htmlFor="comment">{t('comment')}</label>
      <textarea
        id="comment"
        rows={3}
        maxLength={4000}
        aria-describedby="comment-hint"
        value={words.comment}
        onInput={(event) => {
          onDraft({ comment: event.currentTarget.value });
        }}
      />
      <p class="hint" id="comment-hint">
        {t('commentHint')}
      </p>
      <TextField
        id="typed"
        label={t('typeApply')}
        hint={hintOf(props)}
        isReadOnly={obstacle !== undefined}
        value={typed}
        failure={failureOf(state, 'typed')}
        submits
        onInput={setTyped}
      />
      <div class="actions">
        <button type="submit" class="primary" disabled={!canApply}>
          <Icon name={state.waiting === 'apply' ? 'busy' : 'applied'} />{' '}
          {state.waiting === 'apply' ? t('applying') : t('apply')}
        </button>
        {isSuggested(review) && (
          <button
            type="button"
            class="secondary"
            disabled={blocked}
            onClick={() => {
              onReject(words);
            }}
          >
            <Icon name={state.waiting === 'reject' ? 'busy' : 'rejected'} />{' '}
            {state.waiting === 'reject' ? t('rejecting') : rejectText(review)}
          </button>
        )}
      </div>
      <GeneralFailure state={state} />
    </form>
  );
}

/** What APPLY would do, or why it cannot be typed or sent yet. */
function hintOf({ review, taken, state, obstacle }: DecisionFormProps): string {
  if (state.stale !== undefined) return t('outdated');
  return obstacle === undefined ? consequence(review, taken) : t(OBSTACLE_TEXTS[obstacle]);
}

function rejectText({ joined }: Review): string {
  return joined === undefined ? t('reject') : counted('rejectAll', joined.length);
}

const OBSTACLE_TEXTS = {
  testing: 'waitForTest',
  stopped: 'finishTest',
  invalid: 'correctPattern',
} as const;

interface TextFieldProps {
  readonly id: 'author' | 'typed';
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly failure: string | undefined;
  /** Whether Enter submits the form. */
  readonly submits?: boolean;
  readonly isReadOnly?: boolean;
  readonly onInput: (value: string) => void;
}

function TextField(props: TextFieldProps) {
  const { id, label, hint, value, failure, submits = false, isReadOnly = false, onInput } = props;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (failure !== undefined) box.current?.focus();
  }, [failure]);
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={box}
        type="text"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={200}
        readOnly={isReadOnly}
        value={value}
        aria-invalid={failure !== undefined}
        aria-describedby={failure === undefined ? `${id}-hint` : `${id}-failure ${id}-hint`}
        onInput={(event) => {
          onInput(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !submits) event.preventDefault();
          if (event.key === 'Escape' && submits) onInput('');
        }}
      />
      {failure !== undefined && (
        <p class="field-failure" id={`${id}-failure`}>
          <Icon name="failed" /> {failure}
        </p>
      )}
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
    </>
  );
}

/** An error that is not about a single field. */
function GeneralFailure({ state }: { readonly state: ReviewerState }) {
  const { failure } = state;
  if (failure === undefined || failure.field === 'author' || failure.field === 'typed') return null;
  return <Notice tone="failed" message={failure.message} hint={failure.hint} />;
}

function failureOf(state: ReviewerState, field: 'author' | 'typed'): string | undefined {
  if (state.failure?.field !== field) return undefined;
  return [state.failure.message, state.failure.hint].filter(Boolean).join(' ');
}

function consequence(review: Review, taken: Review): string {
  if (taken.add.length + taken.remove.length === 0 && review.add.length > 0)
    return t('nothingTaken');
  const left = review.add.length + review.remove.length - taken.add.length - taken.remove.length;
  const pending = left === 0 ? '' : ` ${counted('leftPending', left)}`;
  return `${changeOf(taken)}${pending}`;
}

function changeOf({ add, remove }: Review): string {
  const added = counted('rules', add.length);
  const removed = counted('rules', remove.length);
  if (remove.length === 0) return t('consequenceAdd', added);
  return add.length === 0 ? t('consequenceRemove', removed) : t('consequenceBoth', added, removed);
}
