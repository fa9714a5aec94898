import { useEffect, useRef } from 'preact/hooks';
import type { FromSetup, HookQuestion } from '../../../src/protocol/setup';
import { Words } from '../common/exactText';
import { t } from '../common/texts';

/** A question about the change that the editor beside the page shows. It stays in view and gets the focus; Escape declines. */
export function Question(props: {
  readonly question: HookQuestion;
  readonly send: (message: FromSetup) => void;
}) {
  const { id, text, detail } = props.question;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  const answer = (write: boolean) => (): void => {
    props.send({ type: 'answer', id, write });
  };
  return (
    <div
      class="question"
      role="group"
      aria-labelledby="question"
      aria-describedby="question-detail"
      onKeyDown={(event) => {
        if (event.key === 'Escape') answer(false)();
      }}
    >
      <h2 id="question" ref={heading} tabIndex={-1}>
        <Words text={text} />
      </h2>
      <p id="question-detail">
        <Words text={detail} />
      </p>
      <div class="actions">
        <button type="button" class="primary" onClick={answer(true)}>
          {t('writeFile')}
        </button>
        <button type="button" class="secondary" onClick={answer(false)}>
          {t('cancel')}
        </button>
      </div>
    </div>
  );
}
