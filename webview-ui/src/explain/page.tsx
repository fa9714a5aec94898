import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { Subject, type FromExplain, type ToExplain } from '../../../src/protocol/explain';
import type { Host } from '../common/host';
import { Live, Notice } from '../common/notice';
import { t } from '../common/texts';
import { ActionsPart } from './actionsPart';
import { Fields } from './fields';
import { RulesPart } from './rulesPart';
import { reduceExplain, startState, type ExplainState, type Shown } from './state';
import { VariantsPart } from './variantsPart';
import { VerdictPart, VERDICTS } from './verdictPart';

type ExplainHost = Host<ToExplain, FromExplain>;

/** Delay after typing until the command is explained, in milliseconds. */
export const TYPING_MS = 200;

const EMPTY: Subject = { command: '', cwd: '', shell: 'bash' };

/** Explains which rules decide a command, and why, while the command is typed. */
export function ExplainPage({ host }: { readonly host: ExplainHost }) {
  const [state, dispatch] = useReducer(reduceExplain, host, firstState);
  const { subject, isUnedited, shown, failure } = state;
  const requestNumber = useRef(0);
  useLayoutEffect(() => {
    const stop = host.listen(dispatch);
    host.send({ type: 'ready' });
    return stop;
  }, [host]);
  useEffect(() => {
    host.saveDraft(subject);
    if (subject.command.trim() === '') {
      // Explanations in progress are outdated.
      requestNumber.current += 1;
      dispatch({ type: 'ask', requestNumber: requestNumber.current });
      dispatch({ type: 'clear' });
      return undefined;
    }
    const ask = (): void => {
      requestNumber.current += 1;
      dispatch({ type: 'ask', requestNumber: requestNumber.current });
      host.send({ type: 'explain', requestNumber: requestNumber.current, subject });
    };
    const timer = setTimeout(ask, isUnedited ? 0 : TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [host, subject, isUnedited]);
  const send = (message: FromExplain): void => {
    host.send(message);
  };
  const isEmpty = subject.command.trim() === '';
  return (
    <main class="explain">
      <h1>{t('explainTitle')}</h1>
      <p class="hint">{t('explainAbout')}</p>
      <Live text={announcement(state)} />
      <Fields
        subject={subject}
        send={send}
        onEdit={(change) => {
          dispatch({ type: 'edit', change });
        }}
      />
      {failure !== undefined && (
        <Notice tone="failed" message={failure.message} hint={failure.hint} />
      )}
      {isEmpty && failure === undefined && <Notice tone="info" message={t('explainEmpty')} />}
      {!isEmpty && shown === undefined && failure === undefined && (
        <Notice tone="busy" message={t('explaining')} />
      )}
      {shown !== undefined && (
        <Explanation
          shown={shown}
          send={send}
          onTake={(command) => {
            dispatch({ type: 'take', command });
            document.getElementById('command')?.focus();
          }}
        />
      )}
    </main>
  );
}

function Explanation(props: {
  readonly shown: Shown;
  readonly send: (message: FromExplain) => void;
  readonly onTake: (command: string) => void;
}) {
  const { shown, send } = props;
  return (
    <>
      <VerdictPart shown={shown} send={send} />
      <VariantsPart shown={shown} onTake={props.onTake} />
      <RulesPart shown={shown} send={send} />
      <ActionsPart shown={shown} />
    </>
  );
}

/** The initial state, from the draft of an earlier page if there is one. */
function firstState(host: ExplainHost): ExplainState {
  const draft = Subject.safeParse(host.draft());
  return startState(draft.success ? draft.data : EMPTY);
}

/** The text of the live region. */
function announcement({ failure, shown, subject }: ExplainState): string {
  if (failure !== undefined) return failure.message;
  if (shown === undefined || shown.command !== subject.command) return '';
  return t(VERDICTS[shown.explained.decision]);
}
