import type { Verdict } from '../core/verdict';
import type { Evaluator, EvaluateOptions } from '../policy/evaluator';
import type { AppPorts, CommandActions, Explanation, CommandContext, Variant } from './ports';

/** Evaluates commands with the policy in force. */
export interface Evaluation {
  /** The verdict for a command; `cwd` is its absolute working directory, if known. */
  evaluate(command: string, cwd?: string): Promise<Verdict>;
  /** The verdict that an agent would get, with self-protection, and its explanation. */
  explain(command: string, context?: CommandContext): Promise<Explanation>;
  /** What a command does: one action for each program that it runs. */
  actionsOf(command: string, context?: CommandContext): Promise<CommandActions>;
  /**
   * Evaluates variants to find what would change a verdict, and yields between two evaluations.
   * Throws the reason of `signal`.
   */
  variantsOf(
    explanation: Explanation,
    context: CommandContext,
    signal: AbortSignal,
  ): Promise<readonly Variant[]>;
}

/** Compiles the policy once per change. */
export function createEvaluation(
  ports: Pick<AppPorts, 'policies' | 'evaluator' | 'ownFiles'>,
): Evaluation {
  let compiled: Promise<Evaluator> | undefined;
  ports.policies.onDidChange(() => {
    compiled = undefined;
  });
  const compile = async (): Promise<Evaluator> => {
    const [rules, versions] = await Promise.all([
      ports.policies.listRules(),
      ports.policies.listVersions(),
    ]);
    return ports.evaluator({ rules, version: versions[0]?.version ?? '' });
  };
  const withEvaluator = async <T>(use: (evaluator: Evaluator) => T): Promise<T> => {
    compiled ??= compile();
    try {
      return use(await compiled);
    } catch (error) {
      compiled = undefined;
      throw error;
    }
  };
  const asAgent = async (context: CommandContext = {}): Promise<EvaluateOptions> => {
    const ownFiles = await ports.ownFiles();
    return ownFiles === undefined ? context : { ...context, ownFiles };
  };
  return {
    evaluate: (command, cwd) => withEvaluator((evaluator) => evaluator.evaluate(command, cwd)),
    explain: async (command, context) => {
      const options = await asAgent(context);
      return withEvaluator((evaluator) => evaluator.explain(command, options));
    },
    actionsOf: (command, context) =>
      withEvaluator((evaluator) => evaluator.actions(command, context)),
    variantsOf: async (explanation, context, signal) => {
      const options = await asAgent(context);
      const found: Variant[] = [];
      const variants = await withEvaluator((evaluator) => evaluator.variants(explanation, options));
      for (const variant of variants) {
        found.push(variant);
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
      }
      return found;
    },
  };
}
