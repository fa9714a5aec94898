import { useEffect, useRef } from 'preact/hooks';
import { t } from '../common/texts';

/** Ticks and unticks all changes of a category or suggestion; half ticked where only some are taken. */
export function TakeAll(props: {
  readonly name: string;
  readonly taken: number;
  readonly of: number;
  readonly onTake: (takes: boolean) => void;
}) {
  const { name, taken, of, onTake } = props;
  const box = useRef<HTMLInputElement>(null);
  const isSome = taken > 0 && taken < of;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={t('takeCategory', name)}
      checked={taken === of}
      onChange={({ currentTarget }) => {
        onTake(currentTarget.checked);
      }}
    />
  );
}
