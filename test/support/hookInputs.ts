import { readFileSync } from 'node:fs';
import type { HookPhase } from '../../src/core/hookPhase';
import type { HookHost } from '../../src/hosts/allHooks';

/** One input of a host; its command is `COMMAND`. */
export type HookInput = Readonly<Record<string, unknown>>;

/** The content of test/fixtures/hooks/inputs: what one host sends, the expected answers, and what switches its hooks off. */
interface HookInputs extends HostSwitches {
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
  /** Before a tool that writes the file `PATH`. */
  readonly file: HookInput;
  readonly [name: string]: unknown;
}

/** How the hooks of a host are switched off; absent for a host without files of its own. */
interface HostSwitches {
  /** Every file that determines whether the host calls the guard, in the home folder or in its project `shop`. */
  readonly reads?: readonly string[];
  readonly switches?: readonly SwitchingFiles[];
  /** Commands of an agent that start the host without its hooks. */
  readonly withoutHooks?: readonly string[];
}

/** Files of a user or of a project. */
export interface SwitchingFiles {
  readonly name: string;
  /**
   * What is added to each file: members of its JSON object, or text that is appended. Paths are relative to the home
   * folder; the project is `work/shop`. `$HOME` in keys and values is the home folder.
   */
  readonly files: Readonly<Record<string, object | string>>;
  /** The file that switches the hooks off; absent if there is none. */
  readonly offBy?: string;
}

export function hookInputs(host: string): HookInputs {
  const text = readFileSync(`test/fixtures/hooks/inputs/${host}.json`, 'utf8');
  return JSON.parse(text) as HookInputs;
}

/** The text of an input about this command. */
export function hookInput(host: HookHost, name: string, command: string): string {
  return JSON.stringify(hookInputs(host)[name]).replace('"COMMAND"', () => JSON.stringify(command));
}

/** The call of a host's file tool for a path. */
export function fileToolCall(host: string, path: string): HookInput {
  const text = JSON.stringify(hookInputs(host).file);
  return JSON.parse(text.replaceAll('PATH', () => JSON.stringify(path).slice(1, -1))) as HookInput;
}
