import { useState } from 'preact/hooks';
import type { ModelState } from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { Icon } from '../common/icon';
import { formatCount } from '../common/format';
import { Notice } from '../common/notice';
import { Report } from './report';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';

/** Labelled commands of each kind that training needs together. */
const LABELS_NEEDED = 10;

/** What the model knows and how far it may be trusted. */
export function ModelTab({
  model,
  send,
}: {
  readonly model: Expected<ModelState>;
  readonly send: Send;
}) {
  return (
    <>
      <TabHeader
        title="Model"
        about="A forest learned from your labels. It scores commands and proposes rules; it never changes the policy."
      >
        <RefreshButton send={send} tab="model" />
        <SendButton send={send} message={{ type: 'train' }} disabled={model.state === 'training'}>
          Train
        </SendButton>
        <SendButton
          send={send}
          message={{ type: 'generate' }}
          kind="primary"
          disabled={model.state !== 'ready'}
        >
          Generate suggestions
        </SendButton>
      </TabHeader>
      <Body model={model} send={send} />
    </>
  );
}

function Body({ model, send }: { readonly model: Expected<ModelState>; readonly send: Send }) {
  switch (model.state) {
    case 'loading':
      return <Notice tone="busy" message="Reading the model…" />;
    case 'failed':
      return <FailedState message={model.message} hint={model.hint} send={send} tab="model" />;
    case 'training':
      return <Training model={model} send={send} />;
    case 'none':
      return <NoModel labelled={model.labelled} />;
    case 'ready':
      return <Report report={model.report} />;
  }
}

function Training(props: {
  readonly model: Extract<ModelState, { state: 'training' }>;
  readonly send: Send;
}) {
  const { title, stage, done, total } = props.model;
  // It ends at its next step, which may be a while.
  const [cancelling, setCancelling] = useState(false);
  // A stage of one step says nothing of how far it is.
  const counted = total > 1;
  return (
    <Notice tone="busy" message={`${title}…`} hint={stage === '' ? undefined : stage}>
      <label htmlFor="training" class="sr-only">
        {title}
      </label>
      <progress id="training" {...(counted ? { value: done, max: total } : {})} />
      {counted && (
        <span>
          {formatCount(done)} of {formatCount(total)}
        </span>
      )}
      <SendButton
        send={(message) => {
          setCancelling(true);
          props.send(message);
        }}
        message={{ type: 'cancelTraining' }}
      >
        {cancelling ? 'Cancelling…' : 'Cancel'}
      </SendButton>
    </Notice>
  );
}

function NoModel({
  labelled,
}: {
  readonly labelled: { readonly safe: number; readonly unsafe: number };
}) {
  const enough =
    labelled.safe > 0 && labelled.unsafe > 0 && labelled.safe + labelled.unsafe >= LABELS_NEEDED;
  return (
    <>
      <Notice
        tone="info"
        message="No model yet."
        hint={
          enough
            ? 'There are enough labels: train one.'
            : `Training needs at least ${LABELS_NEEDED} labelled commands, some safe and some unsafe. Label commands in the history or import a labelled CSV file.`
        }
      />
      <ul class="label-counts">
        <li>
          <Icon name="safe" /> {formatCount(labelled.safe)} labelled safe
        </li>
        <li>
          <Icon name="unsafe" /> {formatCount(labelled.unsafe)} labelled unsafe
        </li>
      </ul>
    </>
  );
}
