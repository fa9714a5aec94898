import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatCount } from '../common/format';
import { Icon } from '../common/icon';
import { counted, t } from '../common/texts';
import { isWhole, type LiveTests, type Reading } from './liveTests';

interface ReadingProps {
  readonly tests: LiveTests;
  readonly onStop: () => void;
  readonly onContinue: () => void;
}

/**
 * How much of a long history the rules were tested on, and the button to stop and continue. Once it was all read there is
 * nothing to show; but where the button had the focus then, the line keeps it, so that the next Tab goes on from there.
 */
export function ReadingView(props: ReadingProps) {
  const { tests } = props;
  const { reading } = tests;
  const line = useRef<HTMLParagraphElement>(null);
  const [keepsFocus, setKeepsFocus] = useState(false);
  const isOver = isWhole(tests);
  // Asked before the button goes: afterwards nothing has the focus.
  const hasFocus = line.current?.contains(document.activeElement) === true;
  const isKept = isOver && (hasFocus || keepsFocus);
  useLayoutEffect(() => {
    setKeepsFocus(isKept);
    if (isKept) line.current?.focus();
  }, [isKept]);
  if (reading === undefined || (isOver && !isKept)) return null;
  return (
    <p
      ref={line}
      class="reading"
      tabIndex={-1}
      onBlur={() => {
        setKeepsFocus(false);
      }}
    >
      {isOver ? (
        <>
          <Icon name="done" /> {counted('testedAll', reading.read.total)}
        </>
      ) : (
        <Running {...props} reading={reading} />
      )}
    </p>
  );
}

function Running({ reading, onStop, onContinue }: ReadingProps & { readonly reading: Reading }) {
  const isStopped = reading.state === 'stopped';
  const { done, total } = reading.read;
  return (
    <>
      <Icon name={isStopped ? 'info' : 'busy'} />{' '}
      {t(isStopped ? 'testStopped' : 'testedNewest', formatCount(done), formatCount(total))}{' '}
      <button type="button" class="link" onClick={isStopped ? onContinue : onStop}>
        {t(isStopped ? 'continueTest' : 'stopTest')}
      </button>
    </>
  );
}
