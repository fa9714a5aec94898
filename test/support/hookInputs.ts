import { readFileSync } from 'node:fs';
import type { HookPhase } from '../../src/core/hookPhase';
import type { HookHost } from '../../src/hosts/allHooks';

/** One input of a host; its command is `COMMAND`. */
export type HookInput = Readonly<Record<string, unknown>>;

/** The content of test/fixtures/hooks/inputs: the input of one host and the expected answers. */
interface HookInputs {
  readonly answers: {
    /** The text on stdout if the guard has no opinion. */
    readonly pass: string;
    /** The members of the answer that contain the decision and the reason. */
    readonly decision: readonly string[];
    readonly reason: readonly string[];
    /** The exit code in the input `post`. */
    readonly exitCode?: number;
    /** The phase of the input `failed`, if there is one, and the exit code in it. */
    readonly failure?: { readonly phase: HookPhase; readonly exitCode?: number };
  };
  /** Before a shell command, and before a tool that is not a shell. */
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
