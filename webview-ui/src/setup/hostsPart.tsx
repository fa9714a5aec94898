import type { FromSetup, HostsStep } from '../../../src/protocol/setup';
import { Words } from '../common/exactText';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';
import { t } from '../common/texts';

/** The agent hosts of this machine, and whether each calls the guard before it runs a command. */
export function HostsPart({
  step,
  isNext,
  send,
}: {
  readonly step: HostsStep | undefined;
  /** Whether this is the first step that is not done. */
  readonly isNext: boolean;
  readonly send: (message: FromSetup) => void;
}) {
  if (step === undefined) return <Notice tone="busy" message={t('lookingForHosts')} />;
  return (
    <>
      {step.hosts.length === 0 && <p>{t('noHostsFound')}</p>}
      <ul class="rows">
        {step.hosts.map(({ host, name, state, asks, open }) => (
          <li key={host} class="row">
            <span class="row-name">
              <Icon name={asks ? 'done' : 'none'} /> <Words text={name} />
            </span>
            <span class="hint">
              <Words text={state} />
            </span>
            {open && (
              <button
                type="button"
                class={isNext && !asks ? 'primary' : 'secondary'}
                aria-label={asks ? t('repairHostOf', name) : t('connectHostOf', name)}
                onClick={() => {
                  send({ type: 'connect', host });
                }}
              >
                {asks ? t('repairHost') : t('connectHost')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div class="actions">
        <button
          type="button"
          class="link"
          onClick={() => {
            send({ type: 'connect' });
          }}
        >
          {t('otherHost')}
        </button>
      </div>
    </>
  );
}
