import type { Disposable } from './ports';

/**
 * Whether a host asks the guard.
 * - `connected`: it does.
 * - `unruled`: it does, and no rule is in force.
 * - `outdated`: it does, with the hooks of an earlier version.
 * - `untrusted`: the host skips the hooks until the person trusts them.
 * - `off`: a setting switches the hooks off.
 * - `changed`: the hooks or the guard differ from what was written.
 * - `missing`: the hooks or the guard were there and are gone.
 * - `silent`: everything is in place, but the host ran commands without asking.
 * - `unreadable`: a file of the host cannot be read.
 * - `apart`: it was never connected.
 */
export type ConnectionState =
  | 'connected'
  | 'unruled'
  | 'outdated'
  | 'untrusted'
  | 'off'
  | 'changed'
  | 'missing'
  | 'silent'
  | 'unreadable'
  | 'apart';

/** Whether a host in this state asks the guard before each command. */
export function asksGuard(state: ConnectionState): boolean {
  return state === 'connected' || state === 'unruled' || state === 'outdated';
}

/** A host and what its hook file says. */
export interface HostConnection {
  /** Its id: the name of its folder in `src/hosts`. */
  readonly host: string;
  /** For people. */
  readonly name: string;
  /** Its hook file, whether it is there or not. */
  readonly path: string;
  readonly state: ConnectionState;
  /** What is wrong, where anything is: a sentence for people. */
  readonly problem?: string;
  /** The file that switches the hooks off. */
  readonly offBy?: string;
  /** Whether it was connected here and not taken off again: then any other state is somebody else's doing. */
  readonly expected: boolean;
  /** Whether the host seems to be used on this machine: its folder is there. */
  readonly isHere: boolean;
  /** What a person has to do in the host once its hooks were written; empty where nothing. */
  readonly afterwards: string;
}

/** What would be written to a hook file, to be looked at before. */
export interface HookFileChange {
  readonly host: string;
  readonly kind: 'connect' | 'disconnect';
  readonly path: string;
  /** Undefined where there is no file. */
  readonly before: string | undefined;
  /** Undefined where the file would be removed. */
  readonly after: string | undefined;
}

/** Lets agent hosts ask the guard. Nothing is written but what a person saw before. */
export interface HostConnections {
  list(): Promise<readonly HostConnection[]>;
  /** Changes nothing. Throws `invalid-input` for an unknown host, and where its file cannot be understood. */
  propose(host: string, kind: HookFileChange['kind']): Promise<HookFileChange>;
  /**
   * Writes a change exactly as it was proposed; the file before stays beside it. The guard is tried before a host is
   * told to ask it. Throws `stale-diff` where the file changed since, `missing-part` where the guard does not run.
   */
  write(change: HookFileChange): Promise<void>;
  /** Takes what a host's file says for what the person wants: it is not `expected` any more. */
  forget(host: string): Promise<void>;
  /** Looks again. Listeners are told if a state has changed since the last time. */
  recheck(): Promise<void>;
  /** Fires with all hosts after a state changed, and with the states before. */
  onDidChange(listener: (change: HostChange) => void): Disposable;
  /**
   * Sends a harmless command, which a built-in test rule denies, through the line in the host's own hook file. Throws
   * `invalid-input` for an unknown host.
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
  /** Whether the guard answered as it has to. */
  readonly isBlocked: boolean;
  /** For people: what happened. */
  readonly text: string;
  /** From the start of the line to its end. */
  readonly ms: number;
}

/** A host, with the result of the test command where it asks the guard. */
export type CheckedHost = HostConnection & { readonly test?: GuardTest };
