import { useEffect } from 'preact/hooks';
import type { RuleToTest, WaysAround } from '../../../src/core/liveBacktest';
import { Command } from '../common/command';
import { formatCount } from '../common/format';
import { Icon } from '../common/icon';
import { useMore } from '../common/list';
import { counted, t } from '../common/texts';
import { Folded } from './collapsible';

interface WaysProps {
  readonly rule: RuleToTest;
  readonly ways: WaysAround | undefined;
  /** Requests `ways`. */
  readonly onWays: () => void;
}

/**
 * How many other spellings of its intended commands a rule still stops, and on request the spellings that it does not
 * stop.
 */
export function Ways({ rule, ways, onWays }: WaysProps) {
  const isMissing = ways === undefined;
  useEffect(() => {
    if (isMissing) onWays();
  }, [isMissing, rule.pattern, rule.effect]);
  if (ways === undefined || ways.tried === 0) return null;
  const { commands, tried, stopped, open } = ways;
  const of = counted('spellingsOf', commands);
  const text =
    open.length === 0
      ? t('stopsAllSpellings', formatCount(tried), of)
      : t('stopsSpellings', formatCount(stopped), formatCount(tried), of);
  return (
    <div class="ways">
      <p>
        <Icon name={open.length === 0 ? 'done' : 'info'} /> {text}
      </p>
      {open.length > 0 && (
        <Folded text={counted('showOpen', open.length)} name={rule.pattern} isOpen={false}>
          <OpenSpellings open={open} />
        </Folded>
      )}
    </div>
  );
}

function OpenSpellings({ open }: { readonly open: readonly string[] }) {
  const { shown, more } = useMore(open, 50);
  return (
    <>
      <ul class="spellings">
        {shown.map((command) => (
          <li key={command}>
            <Command text={command} />
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}
