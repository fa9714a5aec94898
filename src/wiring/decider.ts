import type { Decider, Explanation } from '../appPorts';
import type { Rule } from '../core/rule';
import { compilePolicy } from '../enforce/compilePolicy';
import { explain, explanationText } from '../enforce/explain';
import type { Settings } from '../settings';

/** Compiles a policy for deciding in this window, by the code that the guard decides with. */
export function createDecider(
  policy: { readonly rules: readonly Rule[]; readonly version: string },
  settings: () => Settings,
): Decider {
  const readable = compilePolicy({ ...policy, seq: 0 });
  return {
    explain: (command): Explanation => {
      const explanation = explain(readable, command, { onError: settings().onError });
      const { decision, score, reason, policyVersion, micros, rules, shadowRules } =
        explanation.verdict;
      const first = explanation.matches.find(({ counted }) => counted);
      return {
        command,
        decision,
        score,
        reason,
        policyVersion,
        micros,
        rules,
        shadow: shadowRules,
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
    },
  };
}
