import { useEffect, useRef } from 'preact/hooks';
import { t } from '../common/texts';

/** A checkbox for all changes of a category or suggestion; indeterminate if only some are accepted. */
export function TakeAll(props: {
  readonly name: string;
  readonly taken: number;
  readonly of: number;
  readonly onTake: (takes: boolean) => void;
}) {
  const { name, taken, of, onTake } = props;
  const box = useRef<HTMLInputElement>(null);
  const isPartial = taken > 0 && taken < of;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isPartial;
  }, [isPartial]);
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
