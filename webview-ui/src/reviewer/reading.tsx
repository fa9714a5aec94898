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
 * The part of a long history that the rules were tested on, and a button to stop and continue. Nothing is shown once
 * the whole history was read, but if the button had the focus, the line keeps it, so that Tab continues from there.
 */
export function ReadingView(props: ReadingProps) {
  const { tests } = props;
  const { reading } = tests;
  const line = useRef<HTMLParagraphElement>(null);
  const [keepsFocus, setKeepsFocus] = useState(false);
  const isOver = isWhole(tests);
  // Checked before the button is removed, because the focus is lost afterwards.
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
