import type { Disposable } from './ports';

/**
 * Whether a host calls the guard.
 * - `connected`: it does.
 * - `noRules`: it does, and no rule is in force.
 * - `outdated`: it does, through the hooks of an earlier version.
 * - `untrusted`: our hooks are installed, but the host skips them until the person trusts them.
 * - `off`: a setting disables the hooks.
 * - `changed`: the hooks or the guard were edited.
 * - `missing`: the hooks or the guard were removed.
 * - `notAsking`: everything is installed, but the host ran commands without calling the guard.
 * - `unreadable`: a file of the host cannot be parsed.
 * - `disconnected`: not connected.
 */
export type ConnectionState =
  | 'connected'
  | 'noRules'
  | 'outdated'
  | 'untrusted'
  | 'off'
  | 'changed'
  | 'missing'
  | 'notAsking'
  | 'unreadable'
  | 'disconnected';

/** Whether a host in this state asks the guard before each command. */
export function asksGuard(state: ConnectionState): boolean {
  return state === 'connected' || state === 'noRules' || state === 'outdated';
}

/** A host and the state of its hook file. */
export interface HostConnection {
  /** Its id: the name of its folder in `src/hosts`. */
  readonly host: string;
  /** Display name. */
  readonly name: string;
  /** The ids of other hosts that read its hook file, so that their agents are agents of this one. */
  readonly alsoReadBy?: readonly string[];
  /** The path of its hook file, which may not exist. */
  readonly path: string;
  readonly state: ConnectionState;
  /** A message about the problem, if any. */
  readonly problem?: string;
  /** The file that disables the hooks. */
  readonly offBy?: string;
  /**
   * Whether it was connected here and has not been disconnected since. Any other state was then caused by another
   * program.
   */
  readonly expected: boolean;
  /** Whether the host appears to be used on this machine: its folder exists. */
  readonly isInstalled: boolean;
  /** What the user has to do in the host after its hooks were installed; empty if nothing. */
  readonly afterwards: string;
}

/** A proposed change of a hook file, for review before it is written. */
export interface HookFileChange {
  readonly host: string;
  readonly kind: 'connect' | 'disconnect';
  readonly path: string;
  /** Undefined if there is no file. */
  readonly before: string | undefined;
  /** Undefined if the file would be removed. */
  readonly after: string | undefined;
}

/** Hooks that another program removed or changed, and that were restored. */
export interface RestoredHooks {
  readonly host: string;
  /** Display name. */
  readonly name: string;
  readonly path: string;
  /** Where the file is kept as it was found; undefined if there was none. */
  readonly movedTo: string | undefined;
}

/** Connects agent hosts to the guard. Writes only changes that the user has seen, and restores hooks of connected hosts. */
export interface HostConnections {
  list(): Promise<readonly HostConnection[]>;
  /** Changes nothing. Throws `invalid-input` for an unknown host, or if its file cannot be parsed. */
  propose(host: string, kind: HookFileChange['kind']): Promise<HookFileChange>;
  /**
   * Writes a change exactly as proposed, and keeps a copy of the previous file in the same folder. Tests the guard
   * before it connects a host. Throws `stale-diff` if the file has changed since, `missing-part` if the guard does not
   * run.
   */
  write(change: HookFileChange): Promise<void>;
  /** Replaces missing and changed guard files and tests the guard. Throws `missing-part` if it does not run. */
  repair(): Promise<void>;
  /** Accepts the current state of a host's file: the host is no longer `expected` to be connected. */
  forget(host: string): Promise<void>;
  /** Reads the states again. Calls listeners if a state has changed since the last check. */
  recheck(): Promise<void>;
  /**
   * The same, but only if a hook file or a guard file has changed, and at each fifteenth call if anything else has that
   * determines the states; cheap enough to call every second.
   */
  recheckIfChanged(): Promise<void>;
  /** Fires with all hosts after a state changed, and with the states before. */
  onDidChange(listener: (change: HostChange) => void): Disposable;
  /**
   * Runs a harmless command, which a built-in test rule denies, through the command line in the host's own hook file.
   * Throws `invalid-input` for an unknown host.
   */
  test(host: string): Promise<GuardTest>;
}

/** The states of all hosts before and after a change. */
export interface HostChange {
  readonly before: readonly HostConnection[];
  readonly after: readonly HostConnection[];
}

/** The result of a test command. */
export interface GuardTest {
  /** Whether the guard blocked the test command. */
  readonly isBlocked: boolean;
  /** A message about the result. */
  readonly text: string;
  /** Duration of the test in milliseconds. */
  readonly ms: number;
}

/** A host, with the result of the test command if the host calls the guard. */
export type CheckedHost = HostConnection & { readonly test?: GuardTest };
