import type { ModelState } from '../../../src/protocol/dashboard';
import type { Expected } from './state';
import { Icon } from '../common/icon';
import { formatCount } from '../common/format';
import { Notice } from '../common/notice';
import { t } from '../common/texts';
import { Report } from './modelReport';
import { FailedState, RefreshButton, SendButton, TabHeader, type Send } from './section';
import { Training } from './training';

/** The model, its metrics, and its training. */
export function ModelTab({
  model,
  send,
}: {
  readonly model: Expected<ModelState>;
  readonly send: Send;
}) {
  return (
    <>
      <TabHeader title={t('model')} about={t('modelAbout')}>
        <RefreshButton send={send} tab="model" />
        <SendButton send={send} message={{ type: 'train' }} disabled={model.state === 'training'}>
          {t('train')}
        </SendButton>
        <SendButton
          send={send}
          message={{ type: 'generate' }}
          kind="primary"
          disabled={model.state !== 'ready' && model.state !== 'none'}
        >
          {t('generateSuggestions')}
        </SendButton>
      </TabHeader>
      <Body model={model} send={send} />
    </>
  );
}

function Body({ model, send }: { readonly model: Expected<ModelState>; readonly send: Send }) {
  switch (model.state) {
    case 'loading':
      return <Notice tone="busy" message={t('loadingModel')} />;
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

function NoModel({
  labelled,
}: {
  readonly labelled: { readonly safe: number; readonly unsafe: number };
}) {
  return (
    <>
      <Notice tone="info" message={t('noModel')} hint={t('noModelHint')} />
      <ul class="label-counts">
        <li>
          <Icon name="safe" /> {t('labelledSafe', formatCount(labelled.safe))}
        </li>
        <li>
          <Icon name="unsafe" /> {t('labelledUnsafe', formatCount(labelled.unsafe))}
        </li>
      </ul>
    </>
  );
}
