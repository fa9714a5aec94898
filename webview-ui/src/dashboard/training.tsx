import { useId, useState } from 'preact/hooks';
import type { ModelState } from '../../../src/protocol/dashboard';
import { Words } from '../common/exactText';
import { formatCount } from '../common/format';
import { Notice } from '../common/notice';
import { t } from '../common/texts';
import { SendButton, type Send } from './section';

/** The progress of a learning run, with a Cancel button. */
export function Training(props: {
  readonly model: Extract<ModelState, { state: 'training' }>;
  readonly send: Send;
}) {
  const { title, stage, done, total } = props.model;
  const id = useId();
  // The run stops at its next step, which can take a while.
  const [cancelling, setCancelling] = useState(false);
  // A stage with a single step has no measurable progress.
  const isMeasured = total > 1;
  return (
    <Notice tone="busy" message={`${title}…`} hint={stage === '' ? undefined : stage}>
      <label htmlFor={id} class="sr-only">
        <Words text={title} />
      </label>
      <progress id={id} {...(isMeasured ? { value: done, max: total } : {})} />
      {isMeasured && <span>{t('progressOf', formatCount(done), formatCount(total))}</span>}
      <SendButton
        send={(message) => {
          setCancelling(true);
          props.send(message);
        }}
        message={{ type: 'cancelTraining' }}
      >
        {cancelling ? t('cancelling') : t('cancel')}
      </SendButton>
    </Notice>
  );
}
