import { useEffect } from 'preact/hooks';
import type { RuleToTest, BypassTest } from '../../../src/core/liveBacktest';
import { Command } from '../common/command';
import { formatCount } from '../common/format';
import { Icon } from '../common/icon';
import { useShowMore } from '../common/list';
import { counted, t } from '../common/texts';
import { Collapsible } from './collapsible';

interface BypassesProps {
  readonly rule: RuleToTest;
  readonly bypasses: BypassTest | undefined;
  /** Requests `bypasses`. */
  readonly onTestBypasses: () => void;
}

/**
 * How many other spellings of its intended commands a rule still stops, and on request the spellings that it does not
 * stop.
 */
export function Bypasses({ rule, bypasses, onTestBypasses }: BypassesProps) {
  const isMissing = bypasses === undefined;
  useEffect(() => {
    if (isMissing) onTestBypasses();
  }, [isMissing, rule.pattern, rule.effect]);
  if (bypasses === undefined || bypasses.tried === 0) return null;
  const { commands, tried, stopped, open } = bypasses;
  const of = counted('spellingsOf', commands);
  const text =
    open.length === 0
      ? t('stopsAllSpellings', formatCount(tried), of)
      : t('stopsSpellings', formatCount(stopped), formatCount(tried), of);
  return (
    <div class="bypasses">
      <p>
        <Icon name={open.length === 0 ? 'done' : 'info'} /> {text}
      </p>
      {open.length > 0 && (
        <Collapsible text={counted('showOpen', open.length)} name={rule.pattern} isOpen={false}>
          <OpenSpellings open={open} />
        </Collapsible>
      )}
    </div>
  );
}

function OpenSpellings({ open }: { readonly open: readonly string[] }) {
  const { shown, more } = useShowMore(open, 50);
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
