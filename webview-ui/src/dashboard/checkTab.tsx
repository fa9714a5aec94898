import { useState } from 'preact/hooks';
import type { CheckResult } from '../../../src/protocol/dashboard';
import { Badge, EffectBadge } from '../common/badge';
import { Bar } from '../common/bar';
import { Command } from '../common/command';
import { Exact, Sentence } from '../common/exact';
import { formatMicros, formatShare, plural } from '../common/format';
import { Notice } from '../common/notice';
import { ShortId } from '../common/shortId';
import { DecisionBadge } from './decisions';
import { FeatureBars } from './featureBars';
import { SendButton, TabHeader, type Send } from './section';

interface CheckTabProps {
  readonly checked: CheckResult | undefined;
  readonly checking: boolean;
  readonly send: Send;
  readonly onCheck: () => void;
}

/** Asks policy and model about one command, without running it. */
export function CheckTab({ checked, checking, send, onCheck }: CheckTabProps) {
  const [command, setCommand] = useState('');
  return (
    <>
      <TabHeader
        title="Check a command"
        about="What the policy would say and how risky the model finds it. Nothing runs."
      />
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
          <label htmlFor="check-command">Command</label>
          <input
            id="check-command"
            class="mono"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={16_384}
            placeholder="git push --force origin main"
            value={command}
            onInput={(event) => {
              setCommand(event.currentTarget.value);
            }}
          />
        </div>
        <button type="submit" class="primary" disabled={checking || command.trim() === ''}>
          Check
        </button>
      </form>
      {checking && <Notice tone="busy" message="Checking…" />}
      {checked !== undefined && (
        <div class="report">
          <Verdict result={checked} send={send} />
          <Risk prediction={checked.prediction} />
        </div>
      )}
    </>
  );
}

function Verdict({ result, send }: { readonly result: CheckResult; readonly send: Send }) {
  const { verdict } = result;
  return (
    <section class="block" aria-labelledby="verdict">
      <h3 id="verdict">Policy</h3>
      <p>
        <DecisionBadge decision={verdict.decision} /> <Sentence text={verdict.reason} />
      </p>
      {verdict.rules.length > 0 && (
        <ul class="deciding">
          {verdict.rules.map((rule) => (
            <li key={rule.id}>
              <p>
                <EffectBadge effect={rule.effect} /> <Command text={rule.pattern} />
              </p>
              {rule.reason !== '' && (
                <p>
                  <Sentence text={rule.reason} />
                </p>
              )}
              <SendButton send={send} kind="link" message={{ type: 'openRule', ruleId: rule.id }}>
                Show in Rules view
              </SendButton>
            </li>
          ))}
        </ul>
      )}
      <p>
        <Command text={result.command} limit={400} />
      </p>
      {verdict.view !== undefined && (
        <p>
          Matched in the {verdict.view.kind} view: <Marked view={verdict.view} />
        </p>
      )}
      <p class="hint">
        {verdict.policyVersion === '' ? (
          'The policy has no version yet'
        ) : (
          <>
            Policy version <ShortId id={verdict.policyVersion} of="policy version" />
          </>
        )}
        ; decided in {formatMicros(verdict.micros)}.
      </p>
    </section>
  );
}

/** The text a rule matched in, with the matched part marked. */
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
  safe: { tone: 'good', word: 'Looks safe' },
  unsafe: { tone: 'bad', word: 'Looks unsafe' },
  unknown: { tone: 'warn', word: 'Cannot say' },
} as const;

function Risk({ prediction }: { readonly prediction: CheckResult['prediction'] }) {
  if (prediction === undefined) {
    return (
      <section class="block" aria-labelledby="risk">
        <h3 id="risk">Model</h3>
        <p class="hint">No model yet: train one in the Model tab to see the risk.</p>
      </section>
    );
  }
  const label = LABELS[prediction.label];
  return (
    <section class="block" aria-labelledby="risk">
      <h3 id="risk">Model</h3>
      <p>
        <Badge tone={label.tone} icon={prediction.label}>
          {label.word}
        </Badge>{' '}
        Risk {formatShare(prediction.risk)} <Bar share={prediction.risk} tone="bad" />
      </p>
      <FeatureBars features={prediction.features} />
      {prediction.unseen > 0 && (
        <p class="hint">
          {plural(prediction.unseen, 'feature')} of this command{' '}
          {prediction.unseen === 1 ? 'is' : 'are'} new to the model.
        </p>
      )}
    </section>
  );
}
