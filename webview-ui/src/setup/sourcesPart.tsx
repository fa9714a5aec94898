import type { FromSetup, SourcesStep } from '../../../src/protocol/setup';
import { Words } from '../common/exactText';
import { formatSize, formatTime } from '../common/format';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';

/** The histories that were found, and the number of imported commands. */
export function SourcesPart({
  step,
  isNext,
  send,
}: {
  readonly step: SourcesStep | undefined;
  /** Whether this is the first step that is not done. */
  readonly isNext: boolean;
  readonly send: (message: FromSetup) => void;
}) {
  if (step === undefined) return <Notice tone="busy" message={t('lookingForHistories')} />;
  const { commands, found } = step;
  return (
    <>
      {commands > 0 && <p>{counted('inHistory', commands)}</p>}
      {found.length === 0 && <p>{t('noHistoriesFound')}</p>}
      <ul class="rows">
        {found.map(({ id, name, about, files, sizeBytes, newest }) => (
          <li key={id} class="row">
            <span class="row-name">
              <Words text={name} />
            </span>
            <span class="hint">
              {about === undefined
                ? `${counted('files', files)} · ${formatSize(sizeBytes)}`
                : counted('about', about)}{' '}
              · {t('lastChanged', formatTime(newest))}
            </span>
          </li>
        ))}
      </ul>
      <div class="actions">
        {found.length > 0 && (
          <button
            type="button"
            class={isNext ? 'primary' : 'secondary'}
            onClick={() => {
              send({ type: 'read' });
            }}
          >
            {t('chooseHistories')}
          </button>
        )}
        <button
          type="button"
          class="link"
          onClick={() => {
            send({ type: 'importCsv' });
          }}
        >
          {t('chooseCsv')}
        </button>
      </div>
    </>
  );
}
