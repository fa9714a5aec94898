import type { FromExplain } from '../../../src/protocol/explain';
import { DecisionBadge } from '../common/decisionBadge';
import { Exact, Sentence } from '../common/exactText';
import { Filled } from '../common/filledText';
import { formatCount } from '../common/format';
import { Notice } from '../common/notice';
import { ShortId } from '../common/shortId';
import { t, type TextKey } from '../common/texts';
import { markedParts } from './markedParts';
import { StarterButton } from './starterButton';
import type { Shown } from './state';

/** The consequence of each decision for an agent. */
export const VERDICTS = {
  deny: 'verdictDeny',
  ask: 'verdictAsk',
  allow: 'verdictAllow',
  none: 'verdictNone',
} as const satisfies Record<string, TextKey>;

/** Number of characters of the command shown with marks. */
const SHOWN = 4000;

/** The verdict as text, and the command with the matched parts marked. */
export function VerdictPart({
  shown,
  send,
}: {
  readonly shown: Shown;
  readonly send: (message: FromExplain) => void;
}) {
  const { explained, command } = shown;
  const { decision, reason, policyVersion, enforced, parsed, truncated, tableFault } = explained;
  return (
    <section class="block" aria-labelledby="verdict">
      <h2 id="verdict">{t('verdictHeading')}</h2>
      <p class={`verdict verdict-${decision}`}>
        <DecisionBadge decision={decision} /> <strong>{t(VERDICTS[decision])}</strong>
      </p>
      <p>
        <Sentence text={reason} />
      </p>
      {enforced === 0 && (
        <Notice
          tone="warn"
          message={t(explained.builtIn === undefined ? 'noRuleInForce' : 'onlyBuiltIn')}
        >
          <StarterButton send={send} />
        </Notice>
      )}
      {!parsed && decision !== 'none' && <Notice tone="info" message={t('notParsed')} />}
      {!parsed && decision === 'none' && <Notice tone="warn" message={t('notParsed')} />}
      {truncated && <Notice tone="warn" message={t('limitReached')} />}
      {tableFault !== undefined && <Notice tone="warn" message={tableFault} />}
      <h3>{t('commandAsRead')}</h3>
      <p class="as-read">
        {markedParts(command, explained, SHOWN).map((part, index) => (
          <MarkedText key={index} {...part} />
        ))}
      </p>
      {command.length > SHOWN && (
        <p class="hint">{t('onlyStart', formatCount(SHOWN), formatCount(command.length))}</p>
      )}
      {policyVersion !== '' && (
        <p class="hint">
          <Filled
            text="policyVersion"
            parts={[<ShortId id={policyVersion} copy="copyPolicyVersion" />]}
          />
        </p>
      )}
    </section>
  );
}

function MarkedText(props: {
  readonly text: string;
  readonly isMatch: boolean;
  readonly isAction: boolean;
  readonly begins: readonly number[];
}) {
  const code = <Exact text={props.text} />;
  return (
    <>
      {props.begins.map((number) => (
        <span key={number} class="action-mark">
          <span class="sr-only">{t('actionNumber', String(number))}</span>
          <span aria-hidden="true">{String(number)}</span>
        </span>
      ))}
      {props.isMatch ? (
        <mark title={t('matchedPart')}>{code}</mark>
      ) : (
        <span class={props.isAction ? 'in-action' : ''}>{code}</span>
      )}
    </>
  );
}
