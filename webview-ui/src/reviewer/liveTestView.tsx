import type { RuleOverlap, RuleToTest, BypassTest } from '../../../src/core/liveBacktest';
import { Exact, Sentence } from '../common/exactText';
import { Filled } from '../common/filledText';
import { formatCount } from '../common/format';
import { Icon } from '../common/icon';
import { Notice } from '../common/notice';
import { counted, t } from '../common/texts';
import { countsText } from './ruleEvidence';
import { Collapsible } from './collapsible';
import { HitList, type HitSends } from './hitList';
import { hitCount, listCount, type LiveHits, type LiveResult, type Tested } from './liveTests';
import { Bypasses } from './bypasses';

interface LiveProps extends HitSends {
  readonly rule: RuleToTest;
  readonly result: LiveResult | undefined;
  /** Whether the result covers the whole history. */
  readonly isWhole: boolean;
  readonly hits: LiveHits | undefined;
  readonly bypasses: BypassTest | undefined;
  /** Requests `bypasses`. */
  readonly onTestBypasses: () => void;
  /** Whether the rule differs from the suggestion. */
  readonly isEdited: boolean;
  /** Whether this is the only part of the card that shows the effect of the rule. */
  readonly isAlone: boolean;
  /** Whether the hits are shown initially. */
  readonly showsHits: boolean;
  /** Returns a text that replaces the counts by label. */
  readonly summary?: ((tested: Tested) => string) | undefined;
}

/** The result for a pattern that cannot be used. */
export type InvalidPattern = Extract<LiveResult, { readonly state: 'invalid' }>;

/** Why a pattern cannot be used, where, and what to write instead. */
export function PatternFault({ fault }: { readonly fault: InvalidPattern }) {
  const { message, offset, hint } = fault;
  const text = t('patternFault', formatCount(offset + 1), message);
  return <Notice tone="failed" message={text} hint={hint} />;
}

/** The result of testing a rule on the history, and every command that it matches. */
export function LiveTestView(props: LiveProps) {
  const { result } = props;
  if (result === undefined) {
    return (
      <p class="hint">
        <Icon name="busy" /> {t('testing')}
      </p>
    );
  }
  switch (result.state) {
    case 'invalid':
      return <PatternFault fault={result} />;
    case 'failed':
      return (
        <Notice
          tone="warn"
          message={t('testFailed', result.message)}
          {...(result.hint === undefined ? {} : { hint: result.hint })}
        />
      );
    case 'tested':
      return <TestedView {...props} tested={result} />;
  }
}

function TestedView(props: LiveProps & { readonly tested: Tested }) {
  const { tested, rule, isWhole, isEdited, isAlone, showsHits, summary } = props;
  const isEverything = isWhole && tested.commands === tested.ofCommands && tested.commands > 1;
  const total = hitCount(tested);
  return (
    <>
      {isAlone && (
        <p class="counts">{summary?.(tested) ?? countsText(tested.evidence, rule.effect)}</p>
      )}
      {isEdited && <ChangeText tested={tested} rule={rule} />}
      {isEverything && (
        <Notice tone="warn" message={counted('matchesAll', tested.commands)} hint={t('narrowIt')} />
      )}
      <Overlaps tested={tested} rule={rule} />
      {isWhole && summary === undefined && rule.effect !== 'allow' && <Bypasses {...props} />}
      {total === 0 ? (
        isAlone && isWhole && <p class="hint">{t('matchesNothing')}</p>
      ) : (
        <Collapsible
          key={String(showsHits)}
          text={hitsTitle(tested)}
          name={rule.pattern}
          isOpen={showsHits}
        >
          <HitList
            {...props}
            {...{ first: 0, count: total, total: listCount(tested) }}
            label={t('hitsOf', rule.pattern)}
          />
        </Collapsible>
      )}
      {tested.unjudged > 0 && <Unjudged {...props} tested={tested} />}
    </>
  );
}

/** Commands for which a match cannot be determined. They are neither hits nor harmless. */
function Unjudged(props: LiveProps & { readonly tested: Tested }) {
  const { tested, rule } = props;
  const { unjudged } = tested;
  return (
    <>
      <p class="unjudged">
        <Icon name="unknown" /> {counted('unjudged', unjudged)}
      </p>
      <Collapsible text={counted('showUnjudged', unjudged)} name={rule.pattern} isOpen={false}>
        <HitList
          {...props}
          {...{ first: hitCount(tested), count: unjudged, total: listCount(tested) }}
          label={t('unjudgedOf', rule.pattern)}
        />
      </Collapsible>
    </>
  );
}

function hitsTitle({ commands, lost }: Tested): string {
  if (commands === 0) return counted('showLost', lost.commands);
  const hits = counted('showHits', commands);
  return lost.commands === 0 ? hits : t('hitsAndLost', hits, counted('lost', lost.commands));
}

function ChangeText({ tested, rule }: { readonly tested: Tested; readonly rule: RuleToTest }) {
  const part = (noun: 'gained' | 'lost'): string => {
    const { commands, unwanted } = tested[noun];
    const text = counted(noun, commands);
    if (unwanted === 0) return text;
    const kind = rule.effect === 'allow' ? 'ofThemUnsafe' : 'ofThemHarmless';
    return `${text} (${t(kind, formatCount(unwanted))})`;
  };
  return (
    <p class="edit-effect">
      {t('comparedWithSuggestion')} {part('gained')}, {part('lost')}
    </p>
  );
}

/** Other rules that match some of the same commands. */
function Overlaps({ tested, rule }: { readonly tested: Tested; readonly rule: RuleToTest }) {
  if (tested.overlaps.length === 0) return null;
  return (
    <ul class="overlaps" aria-label={t('overlapsOf', rule.pattern)}>
      {tested.overlaps.map((other, at) => (
        <li key={at}>
          <Overlap other={other} rule={rule} />
        </li>
      ))}
      {tested.moreOverlaps > 0 && (
        <li class="hint">{counted('moreOverlaps', tested.moreOverlaps)}</li>
      )}
    </ul>
  );
}

const OVERLAP_TEXTS = {
  inForce: { deny: 'inForceDenies', ask: 'inForceAsks', allow: 'inForceAllows' },
  pending: { deny: 'pendingDenies', ask: 'pendingAsks', allow: 'pendingAllows' },
} as const;

function Overlap({ other, rule }: { readonly other: RuleOverlap; readonly rule: RuleToTest }) {
  const isConflict = (other.effect === 'allow') !== (rule.effect === 'allow');
  const name =
    other.title === undefined ? <Exact text={other.pattern} /> : <Sentence text={other.title} />;
  return (
    <>
      <Icon name={isConflict ? 'unsafe' : 'info'} />{' '}
      <Filled
        text={OVERLAP_TEXTS[other.place][other.effect]}
        parts={[name, counted('commands', other.shared)]}
      />
      {other.mode === 'shadow' && <> {t('onlyCounts')}</>}
      {isConflict && (
        <> {t(rule.effect === 'allow' ? 'otherTakesPrecedence' : 'thisTakesPrecedence')}</>
      )}
    </>
  );
}
