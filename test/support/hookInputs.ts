import { readFileSync } from 'node:fs';
import type { HookPhase } from '../../src/core/hookPhase';
import type { HookHost } from '../../src/hosts/allHooks';

/** One input of a host; its command is `COMMAND`. */
export type HookInput = Readonly<Record<string, unknown>>;

/** test/fixtures/hooks/inputs: what one host sends and how it is answered. */
interface HookInputs {
  readonly answers: {
    /** The text on stdout if the guard has no opinion. */
    readonly pass: string;
    /** Where the decision and the reason are in the answer. */
    readonly decision: readonly string[];
    readonly reason: readonly string[];
    /** The exit code in the input `post`. */
    readonly exitCode?: number;
    /** The phase of the input `failed`, if there is one, and the exit code in it. */
    readonly failure?: { readonly phase: HookPhase; readonly exitCode?: number };
  };
  /** A shell command before it runs, and a tool that is no shell. */
  readonly pre: HookInput;
  readonly other: HookInput;
  readonly post: HookInput;
  readonly [name: string]: HookInput | HookInputs['answers'] | undefined;
}

export function hookInputs(host: string): HookInputs {
  const text = readFileSync(`test/fixtures/hooks/inputs/${host}.json`, 'utf8');
  return JSON.parse(text) as HookInputs;
}

/** The text of an input about this command. */
export function hookInput(host: HookHost, name: string, command: string): string {
  return JSON.stringify(hookInputs(host)[name]).replace('"COMMAND"', () => JSON.stringify(command));
}
