/** The calls of a function of VS Code, which is called as before. */
export interface WatchedCalls<Args extends readonly unknown[]> {
  /** The arguments of each call, oldest first. */
  readonly calls: readonly Args[];
  restore(): void;
}

/** Notes the arguments of each call of `owner[name]`, and its result by `onResult`. */
export function watchCalls<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  onResult: (result: ResultOf<Owner[Name]>) => void = () => undefined,
): WatchedCalls<ArgumentsOf<Owner[Name]>> {
  const own = owner[name] as (...args: readonly unknown[]) => ResultOf<Owner[Name]>;
  const calls: ArgumentsOf<Owner[Name]>[] = [];
  const set = (value: unknown): void => {
    Object.defineProperty(owner, name, { value, configurable: true });
  };
  set((...args: readonly unknown[]) => {
    calls.push(args as unknown as ArgumentsOf<Owner[Name]>);
    const result = own.apply(owner, args as unknown[]);
    onResult(result);
    return result;
  });
  return {
    calls,
    restore: () => {
      set(own);
    },
  };
}

type ArgumentsOf<F> = F extends (...args: infer Args) => unknown ? Args : never;
type ResultOf<F> = F extends (...args: never) => infer Result ? Result : never;
