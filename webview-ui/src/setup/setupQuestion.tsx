import { useEffect, useRef } from 'preact/hooks';
import type { FromSetup, SetupQuestion } from '../../../src/protocol/setup';
import { Words } from '../common/exactText';
import { Notice } from '../common/notice';
import { t } from '../common/texts';

/** A question about the change beside the page. It gets the focus; Escape declines. */
export function Question(props: {
  readonly asked: SetupQuestion;
  readonly send: (message: FromSetup) => void;
}) {
  const { asked, send } = props;
  const { id, question, detail, button } = asked;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, [id]);
  const answer = (agrees: boolean): void => {
    send({ type: 'answer', id, agrees });
  };
  return (
    <div
      ref={box}
      role="group"
      aria-label={question}
      tabIndex={-1}
      onKeyDown={({ key }) => {
        if (key === 'Escape') answer(false);
      }}
    >
      <Notice tone="info" message={question} hint={detail}>
        <button
          type="button"
          class="primary"
          onClick={() => {
            answer(true);
          }}
        >
          <Words text={button} />
        </button>
        <button
          type="button"
          class="secondary"
          onClick={() => {
            answer(false);
          }}
        >
          {t('cancel')}
        </button>
      </Notice>
    </div>
  );
}
