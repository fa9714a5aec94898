import type { ComponentChildren } from 'preact';
import type { Review } from '../../../src/protocol/reviewer';
import { Bar } from '../common/bar';
import { formatCount, formatShare, plural } from '../common/format';
import { Icon, type IconName } from '../common/icon';
import { reviewFacts, stoppedWord, sureness, type Facts } from './facts';
import { WORDS, type Standing } from './standing';

/** Four figures that answer: what changes, how sure, what it would have stopped, whom it would hit by mistake. */
export function Glance(props: { readonly review: Review; readonly standing: Standing }) {
  const { review, standing } = props;
  const facts = reviewFacts(review);
  // A way back restores what was judged before, and a removal has no evidence of its own: the headline says it all.
  if (review.kind !== 'suggestion' || review.add.length === 0) return null;
  return (
    <dl class="glance" aria-label="At a glance">
      <Tile icon="info" tone="plain" name="Changes">
        <span class="figure">
          {review.add.length > 0 && <span>+{review.add.length}</span>}
          {facts.removes > 0 && <span>−{facts.removes}</span>}
        </span>
        <span class="hint">
          {changeText(facts)}; {plural(review.inForce.length, 'rule')}{' '}
          {WORDS[standing].before.toLowerCase()}
        </span>
      </Tile>
      <SureTile facts={facts} />
      <WantedTile facts={facts} />
      <UnwantedTile facts={facts} historySize={review.historySize} />
    </dl>
  );
}

function changeText(facts: Facts): string {
  const parts = [
    ...(facts.denies > 0 ? [`${formatCount(facts.denies)} deny`] : []),
    ...(facts.asks > 0 ? [`${formatCount(facts.asks)} ask`] : []),
    ...(facts.allows > 0 ? [`${formatCount(facts.allows)} allow`] : []),
    ...(facts.removes > 0 ? [`${formatCount(facts.removes)} removed`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'nothing changes';
}

function SureTile({ facts }: { readonly facts: Facts }) {
  const range = facts.confidence;
  if (range === undefined) {
    return (
      <Tile icon="unknown" tone="plain" name="Confidence">
        <span class="figure">–</span>
        <span class="hint">Nobody measured it</span>
      </Tile>
    );
  }
  const same = range.low === range.high;
  return (
    <Tile icon="info" tone="plain" name="Confidence">
      <span class="figure">
        {same ? formatShare(range.low) : `${formatShare(range.low)} – ${formatShare(range.high)}`}
      </span>
      <Bar share={range.low} />
      <span class="hint">
        {sureness(range.low)}
        {same ? '' : ' of the weakest rule'}
      </span>
    </Tile>
  );
}

function WantedTile({ facts }: { readonly facts: Facts }) {
  const allowsOnly = isAllowsOnly(facts);
  const name = allowsOnly
    ? 'Harmless commands it lets through'
    : `Unsafe commands it would have ${stoppedWord(facts)}`;
  if (!facts.measured) return <Unmeasured name={name} />;
  return (
    <Tile icon={wantedIcon(facts)} tone="plain" name={name}>
      <span class="figure">{formatCount(facts.wanted)}</span>
      <span class="hint">{plural(facts.shapes, 'command shape')}</span>
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

function UnwantedTile(props: { readonly facts: Facts; readonly historySize: number | undefined }) {
  const { facts, historySize } = props;
  const allowsOnly = isAllowsOnly(facts);
  const name = allowsOnly
    ? 'Unsafe commands it would let through'
    : 'Harmless commands it would hit';
  if (!facts.measured) return <Unmeasured name={name} />;
  const among = historySize === undefined ? 'your history' : plural(historySize, 'command');
  const [icon, tone] = TILE[judged(facts)];
  return (
    <Tile icon={icon} tone={tone} name={name}>
      <span class="figure">{formatCount(facts.unwanted)}</span>
      <span class="hint">{unwantedText(facts, among)}</span>
    </Tile>
  );
}

const TILE = {
  clean: ['safe', 'good'],
  unknown: ['unknown', 'plain'],
  hits: ['unsafe', 'warn'],
} as const satisfies Record<string, readonly [IconName, TileTone]>;

/** A hit without a label is not known to be right: "none" is said only where there is none. */
function judged({ unwanted, unlabelled }: Facts): keyof typeof TILE {
  if (unwanted > 0) return 'hits';
  return unlabelled > 0 ? 'unknown' : 'clean';
}

function unwantedText(facts: Facts, among: string): string {
  const unlabelled = plural(facts.unlabelled, 'hit without a label', 'hits without a label');
  switch (judged(facts)) {
    case 'clean':
      return `None among ${among}`;
    case 'unknown':
      return `None known among ${among}; ${unlabelled}`;
    case 'hits':
      return `Among ${among}: look at them below${facts.unlabelled > 0 ? `; ${unlabelled}` : ''}`;
  }
}

function Unmeasured({ name }: { readonly name: string }) {
  return (
    <Tile icon="unknown" tone="plain" name={name}>
      <span class="figure">–</span>
      <span class="hint">Not tried on your history</span>
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
