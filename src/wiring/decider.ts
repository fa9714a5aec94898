import type { AppPorts, Explanation, Ruling } from '../appPorts';
import { compilePolicy, type CompiledPolicy } from '../policy/compilePolicy';
import type { Verdict } from '../policy/evaluate';
import { createDecider } from '../policy/evaluator';
import { explain, explanationText } from '../policy/explain';
import type { Settings } from '../settings';

/** Compiles policies for deciding in this window, one after another, by the code that the guard decides with. */
export function createDeciderPort(settings: () => Settings): AppPorts['decider'] {
  let before: CompiledPolicy | undefined;
  return (policy) => {
    const compiled = compilePolicy({ ...policy, seq: 0 }, before);
    before = compiled;
    const decider = createDecider(compiled, { onError: settings().onError });
    return {
      decide: (command) => rulingOf(decider.decide(command)),
      explain: (command) =>
        explanationOf(explain(compiled, command, { onError: settings().onError })),
    };
  };
}

function rulingOf(verdict: Verdict): Ruling {
  const { decision, score, reason, policyVersion, micros, rules, shadowRules: shadow } = verdict;
  return { decision, score, reason, policyVersion, micros, rules, shadow };
}

function explanationOf(explanation: ReturnType<typeof explain>): Explanation {
  const { command, verdict, matches } = explanation;
  const first = matches.find(({ counted }) => counted);
  return {
    ...rulingOf(verdict),
    command,
    ...(first === undefined
      ? {}
      : {
          view: {
            kind: first.view.kind,
            text: first.view.text,
            start: first.start,
            end: first.end,
          },
        }),
    text: explanationText(explanation),
  };
}
