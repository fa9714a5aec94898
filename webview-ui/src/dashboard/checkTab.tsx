import { MAX_CHECKED, type CheckResult } from '../../../src/protocol/dashboard';
import { Badge, EffectBadge } from '../common/badge';
import { Bar } from '../common/bar';
import { Command } from '../common/command';
import { Exact, Sentence } from '../common/exactText';
import { Filled } from '../common/filledText';
import { formatMicros, formatShare } from '../common/format';
import { Notice } from '../common/notice';
import { ShortId } from '../common/shortId';
import { counted, t } from '../common/texts';
import { DecisionBadge } from '../common/decisionBadge';
import { FeatureBars } from './featureBars';
import { SendButton, TabHeader, type Send } from './section';

// eslint-disable-next-line no-restricted-syntax -- a command, the same in every language
const EXAMPLE = 'git push --force origin main';

interface CheckTabProps {
  readonly checked: CheckResult | undefined;
  readonly checking: boolean;
  /** The content of the field. */
  readonly command: string;
  readonly send: Send;
  readonly onInput: (command: string) => void;
  readonly onCheck: () => void;
}

/** The verdict and the prediction for one command, which is not run. */
export function CheckTab({ checked, checking, command, send, onInput, onCheck }: CheckTabProps) {
  return (
    <>
      <TabHeader title={t('checkCommand')} about={t('checkAbout')} />
      <form
        class="register"
        onSubmit={(event) => {
          event.preventDefault();
          if (command.trim() === '') return;
          send({ type: 'check', command });
          onCheck();
        }}
      >
        <div class="field grow">
          <label htmlFor="check-command">{t('command')}</label>
          <input
            id="check-command"
            class="mono"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={MAX_CHECKED}
            placeholder={EXAMPLE}
            value={command}
            onInput={(event) => {
              onInput(event.currentTarget.value);
            }}
          />
        </div>
        <button type="submit" class="primary" disabled={checking || command.trim() === ''}>
          {t('check')}
        </button>
      </form>
      {checking && <Notice tone="busy" message={t('checking')} />}
      {checked !== undefined && (
        <div class="report">
          <Verdict result={checked} send={send} />
          <Risk key={checked.command} prediction={checked.prediction} />
        </div>
      )}
    </>
  );
}

function Verdict({ result, send }: { readonly result: CheckResult; readonly send: Send }) {
  const { verdict } = result;
  return (
    <section class="block" aria-labelledby="verdict">
      <h3 id="verdict">{t('policy')}</h3>
      <p>
        <DecisionBadge decision={verdict.decision} /> <Sentence text={verdict.reason} />
      </p>
      {verdict.rules.length > 0 && (
        <ul class="deciding">
          {verdict.rules.map((rule) => (
            <DecidingRule key={rule.id} rule={rule} send={send} />
          ))}
        </ul>
      )}
      <p>
        <Command text={result.command} limit={400} />
      </p>
      {verdict.view !== undefined && (
        <p>
          <Filled
            text="matchedIn"
            parts={[<Exact text={verdict.view.kind} />, <Marked view={verdict.view} />]}
          />
        </p>
      )}
      <div class="actions">
        <SendButton
          send={send}
          kind="secondary"
          message={{ type: 'explainCommand', command: result.command }}
        >
          {t('explainCheck')}
        </SendButton>
      </div>
      <p class="hint">
        {verdict.policyVersion === '' ? (
          t('noVersion', formatMicros(verdict.micros))
        ) : (
          <Filled
            text="decidedBy"
            parts={[
              <ShortId id={verdict.policyVersion} copy="copyPolicyVersion" />,
              formatMicros(verdict.micros),
            ]}
          />
        )}
      </p>
    </section>
  );
}

/** A rule that decided, by its title; a rule without a title by its pattern. */
function DecidingRule(props: {
  readonly rule: CheckResult['verdict']['rules'][number];
  readonly send: Send;
}) {
  const { id, effect, title, reason, pattern } = props.rule;
  return (
    <li>
      <p>
        <EffectBadge effect={effect} />{' '}
        {title === '' ? <Command text={pattern} /> : <Sentence text={title} />}
      </p>
      {reason !== '' && (
        <p>
          <Sentence text={reason} />
        </p>
      )}
      {title !== '' && (
        <details>
          <summary>{t('rulePattern')}</summary>
          <Command text={pattern} limit={400} />
        </details>
      )}
      <SendButton send={props.send} kind="link" message={{ type: 'openRule', ruleId: id }}>
        {t('showInRules')}
      </SendButton>
    </li>
  );
}

/** The view in which a rule matched, with the match highlighted. */
function Marked({ view }: { readonly view: NonNullable<CheckResult['verdict']['view']> }) {
  return (
    <span class="marked">
      <Exact text={view.text.slice(0, view.start)} />
      <mark>
        <Exact text={view.text.slice(view.start, view.end)} />
      </mark>
      <Exact text={view.text.slice(view.end)} />
    </span>
  );
}

const LABELS = {
  safe: { tone: 'good', bar: 'good', text: 'looksSafe' },
  unsafe: { tone: 'bad', bar: 'bad', text: 'looksUnsafe' },
  unknown: { tone: 'warn', bar: 'plain', text: 'unknown' },
} as const;

/** Number of features shown initially. */
const FIRST_FEATURES = 5;

function Risk({ prediction }: { readonly prediction: CheckResult['prediction'] }) {
  if (prediction === undefined) {
    return (
      <section class="block" aria-labelledby="risk">
        <h3 id="risk">{t('model')}</h3>
        <p class="hint">{t('noModelForRisk')}</p>
      </section>
    );
  }
  const label = LABELS[prediction.label];
  return (
    <section class="block" aria-labelledby="risk">
      <h3 id="risk">{t('model')}</h3>
      <p>
        <Badge tone={label.tone} icon={prediction.label}>
          {t(label.text)}
        </Badge>{' '}
        {t('risk', formatShare(prediction.risk))} <Bar share={prediction.risk} tone={label.bar} />
      </p>
      <FeatureBars features={prediction.features} first={FIRST_FEATURES} />
      {prediction.unseen > 0 && <p class="hint">{counted('newFeatures', prediction.unseen)}</p>}
    </section>
  );
}
