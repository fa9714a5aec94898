import type { ComponentChildren } from 'preact';
import { isSuggested, type Review } from '../../../src/protocol/reviewer';
import { Bar } from '../common/bar';
import { formatCount, formatPercent } from '../common/format';
import { Icon, type IconName } from '../common/icon';
import { counted, t } from '../common/texts';
import { confidenceLevel, reviewFacts, stopKind, type Facts } from './reviewFacts';
import { STATE_TEXTS, STOP_TEXTS, type ReviewState } from './reviewState';

/** Four numbers: the changes, the confidence, the intended hits and the unintended hits. */
export function Summary(props: {
  readonly review: Review;
  readonly state: ReviewState;
  /** Number of commands for which the rules to add cannot be judged. */
  readonly unjudged: number;
}) {
  const { review, state, unjudged } = props;
  const facts = reviewFacts(review);
  // Rollbacks, restores and removals have no evidence; their headline is the summary.
  if (!isSuggested(review) || review.add.length === 0) return null;
  const inForce = counted('rules', review.inForce.length);
  return (
    <dl class="glance" aria-label={t('atAGlance')}>
      <Tile icon="info" tone="plain" name={t('changes')}>
        <span class="figure">
          {review.add.length > 0 && <span>+{formatCount(review.add.length)}</span>}
          {facts.removes > 0 && <span>−{formatCount(facts.removes)}</span>}
        </span>
        <span class="hint">{t(STATE_TEXTS[state].inForce, changeText(facts), inForce)}</span>
      </Tile>
      <ConfidenceTile facts={facts} />
      <WantedTile facts={facts} />
      <UnwantedTile {...{ facts, unjudged }} historySize={review.historySize} />
    </dl>
  );
}

function changeText({ denies, asks, allows, removes }: Facts): string {
  const parts = [
    ...(denies > 0 ? [t('denyCount', formatCount(denies))] : []),
    ...(asks > 0 ? [t('askCount', formatCount(asks))] : []),
    ...(allows > 0 ? [t('allowCount', formatCount(allows))] : []),
    ...(removes > 0 ? [t('removedCount', formatCount(removes))] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : t('nothingChanges');
}

function ConfidenceTile({ facts }: { readonly facts: Facts }) {
  const range = facts.confidence;
  if (range === undefined) {
    return (
      <Tile icon="unknown" tone="plain" name={t('confidence')}>
        <span class="figure">–</span>
        <span class="hint">{t('noData')}</span>
      </Tile>
    );
  }
  const { low, high } = range;
  const level = t(confidenceLevel(low));
  return (
    <Tile icon="info" tone="plain" name={t('confidence')}>
      <span class="figure">
        {low === high ? formatPercent(low) : `${formatPercent(low)} – ${formatPercent(high)}`}
      </span>
      <Bar share={low} />
      <span class="hint">
        {low === high ? level.charAt(0).toUpperCase() + level.slice(1) : t('weakestRule', level)}
      </span>
    </Tile>
  );
}

function WantedTile({ facts }: { readonly facts: Facts }) {
  const name = isAllowsOnly(facts) ? t('allowsHarmless') : t(STOP_TEXTS[stopKind(facts)].unsafe);
  if (!facts.tested) return <NotTested name={name} />;
  return (
    <Tile icon={wantedIcon(facts)} tone="plain" name={name}>
      <span class="figure">{formatCount(facts.wanted)}</span>
      {!isAllowsOnly(facts) && facts.shapes > 0 && (
        <span class="hint">{counted('differentCommands', facts.shapes)}</span>
      )}
    </Tile>
  );
}

function wantedIcon(facts: Facts): IconName {
  if (isAllowsOnly(facts)) return 'allow';
  return facts.denies === 0 && facts.asks > 0 ? 'ask' : 'deny';
}

function isAllowsOnly({ denies, asks, allows }: Facts): boolean {
  return denies + asks === 0 && allows > 0;
}

function UnwantedTile(props: {
  readonly facts: Facts;
  readonly unjudged: number;
  readonly historySize: number | undefined;
}) {
  const { facts, unjudged, historySize } = props;
  const name = isAllowsOnly(facts) ? t('allowsUnsafe') : t(STOP_TEXTS[stopKind(facts)].harmless);
  if (!facts.tested) return <NotTested name={name} />;
  const among = historySize === undefined ? t('yourHistory') : counted('commands', historySize);
  const [icon, tone] = RESULTS[unwantedResult(facts, unjudged)];
  return (
    <Tile icon={icon} tone={tone} name={name}>
      <span class="figure">{formatCount(facts.unwanted)}</span>
      <span class="hint">{unwantedText(facts, unjudged, among)}</span>
    </Tile>
  );
}

const RESULTS = {
  clean: ['safe', 'good'],
  unknown: ['unknown', 'plain'],
  hits: ['unsafe', 'warn'],
} as const satisfies Record<string, readonly [IconName, TileTone]>;

/**
 * Hits without a label, hits of a rule without a test and commands that cannot be judged may be unintended, so the
 * result is clean only without all three.
 */
function unwantedResult(facts: Facts, unjudged: number): keyof typeof RESULTS {
  if (facts.unwanted > 0) return 'hits';
  return openQuestion(facts, unjudged) === undefined ? 'clean' : 'unknown';
}

/** Why there may be more unintended hits than known; undefined if there may not. */
function openQuestion({ untested, unlabelled }: Facts, unjudged: number): string | undefined {
  if (untested > 0) return counted('untestedRules', untested);
  const parts = [
    ...(unlabelled > 0 ? [counted('unlabelledHits', unlabelled)] : []),
    ...(unjudged > 0 ? [counted('unjudgedCommands', unjudged)] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(', ');
}

function unwantedText(facts: Facts, unjudged: number, among: string): string {
  const open = openQuestion(facts, unjudged);
  if (facts.unwanted > 0) {
    return open === undefined ? t('hitsAmong', among) : t('hitsAmongAndUnlabelled', among, open);
  }
  return open === undefined ? t('noneAmong', among) : t('noneKnownAmong', among, open);
}

function NotTested({ name }: { readonly name: string }) {
  return (
    <Tile icon="unknown" tone="plain" name={name}>
      <span class="figure">–</span>
      <span class="hint">{t('notTested')}</span>
    </Tile>
  );
}

type TileTone = 'plain' | 'good' | 'warn';

function Tile(props: {
  readonly icon: IconName;
  readonly tone: TileTone;
  readonly name: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={`tile tile-${props.tone}`}>
      <dt>
        <Icon name={props.icon} /> {props.name}
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}
