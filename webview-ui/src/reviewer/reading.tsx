import { formatCount } from '../common/format';
import { Icon } from '../common/icon';
import { t } from '../common/texts';
import { isWhole, type LiveTests } from './liveTests';

/** How much of a long history the rules were tested on, and the button to stop and continue; nothing once it was all read. */
export function ReadingView(props: {
  readonly tests: LiveTests;
  readonly onStop: () => void;
  readonly onContinue: () => void;
}) {
  const { tests, onStop, onContinue } = props;
  const { reading } = tests;
  if (reading === undefined || isWhole(tests)) return null;
  const isStopped = reading.state === 'stopped';
  const { done, total } = reading.read;
  return (
    <p class="reading">
      <Icon name={isStopped ? 'info' : 'busy'} />{' '}
      {t(isStopped ? 'testStopped' : 'testedNewest', formatCount(done), formatCount(total))}{' '}
      <button type="button" class="link" onClick={isStopped ? onContinue : onStop}>
        {t(isStopped ? 'continueTest' : 'stopTest')}
      </button>
    </p>
  );
}
