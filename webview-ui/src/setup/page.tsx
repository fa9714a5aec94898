import { useLayoutEffect, useReducer, useState } from 'preact/hooks';
import * as z from 'zod';
import type { FromSetup, SetupStep, ToSetup } from '../../../src/protocol/setup';
import { formatCount } from '../common/format';
import type { Host } from '../common/host';
import { Live, Notice } from '../common/notice';
import { counted, t } from '../common/texts';
import { HostsPart } from './hostsPart';
import { Question } from './question';
import { RulesPart } from './rulesPart';
import { SourcesPart } from './sourcesPart';
import { reduceSetup, START, type SetupState } from './state';
import { Step } from './step';

/** What a page keeps while its panel is open: the categories of rules that the user deselected. */
const Draft = z.object({ leftOut: z.array(z.string().max(200)).max(100) });

/** The three steps from the histories on this machine to connected agents. */
export function SetupPage({ host }: { readonly host: Host<ToSetup, FromSetup> }) {
  const [state, dispatch] = useReducer(reduceSetup, START);
  useLayoutEffect(() => {
    const stop = host.listen(dispatch);
    host.send({ type: 'ready' });
    return stop;
  }, [host]);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(
    () => new Set(Draft.safeParse(host.draft()).data?.leftOut),
  );
  const leaveOut = (next: ReadonlySet<string>): void => {
    setLeftOut(next);
    host.saveDraft({ leftOut: [...next] });
  };
  const send = (message: FromSetup): void => {
    host.send(message);
  };
  const { sources, rules, hosts, done, question, failure } = state;
  const asking = askingHosts(state);
  const outcome = outcomeOf(state);
  // The button of an open question is the only primary one.
  const next = question === undefined ? nextStep(state) : undefined;
  return (
    <main class="setup">
      {question !== undefined && <Question key={question.id} question={question} send={send} />}
      <h1>{t('setUp')}</h1>
      <p class="hint">{t('setUpAbout')}</p>
      <Live text={failure?.message ?? done?.message ?? outcome?.text ?? ''} />
      {failure !== undefined && (
        <Notice tone="failed" message={failure.message} hint={failure.hint} />
      )}
      {outcome !== undefined && (
        <Notice tone={outcome.isProtected ? 'done' : 'warn'} message={outcome.text}>
          <button
            type="button"
            class="link"
            onClick={() => {
              send({ type: 'openDashboard' });
            }}
          >
            {t('goToDashboard')}
          </button>
        </Notice>
      )}
      <ol class="steps">
        <Step
          number={1}
          title={t('stepSources')}
          about={t('stepSourcesAbout')}
          isDone={isRead(state)}
        >
          <Done done={done} step="sources" />
          <SourcesPart step={sources} isNext={next === 1} send={send} />
        </Step>
        <Step
          number={2}
          title={t('stepRules')}
          about={t('stepRulesAbout')}
          isDone={hasRules(state)}
        >
          <RulesPart
            step={rules}
            isNext={next === 2}
            leftOut={leftOut}
            onLeaveOut={leaveOut}
            send={send}
          />
        </Step>
        <Step
          number={3}
          title={t('stepHosts')}
          about={t('stepHostsAbout')}
          isDone={asking.length > 0}
        >
          <Done done={done} step="hosts" />
          <HostsPart step={hosts} isNext={next === 3} send={send} />
        </Step>
      </ol>
    </main>
  );
}

/** The result of the last action, if it belongs to this step. */
function Done(props: { readonly done: SetupState['done']; readonly step: SetupStep }) {
  const { done, step } = props;
  return done?.step === step ? <Notice tone="done" message={done.message} /> : null;
}

function isRead({ sources }: SetupState): boolean {
  return sources !== undefined && sources.commands > 0;
}

function hasRules({ rules }: SetupState): boolean {
  return rules !== undefined && rules.enforced + rules.shadow > 0;
}

/** The first step that is not done and can be done here: without a history on this machine it is the second. */
function nextStep(state: SetupState): number {
  const { sources } = state;
  if (!isRead(state) && (sources === undefined || sources.found.length > 0)) return 1;
  return hasRules(state) ? 3 : 2;
}

function askingHosts({ hosts }: SetupState): readonly string[] {
  return (hosts?.hosts ?? []).filter(({ asks }) => asks).map(({ name }) => name);
}

/** The current outcome; undefined while no host calls the guard or a step is loading. */
function outcomeOf(
  state: SetupState,
): { readonly text: string; readonly isProtected: boolean } | undefined {
  const { rules } = state;
  const names = askingHosts(state).join(', ');
  if (names === '' || rules === undefined) return undefined;
  if (rules.enforced === 0) return { text: t('connectedWithoutRules', names), isProtected: false };
  const parts = [t('protectedHosts', names), counted('enforced', rules.enforced)];
  if (rules.shadow > 0) parts.push(t('rulesInShadow', formatCount(rules.shadow)));
  return { text: parts.join(' · '), isProtected: true };
}
