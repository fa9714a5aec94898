/**
 * Whether a host calls the guard: `connected`; `outdated`: it does, through the hooks of an earlier version; `untrusted`:
 * our hooks are installed, but the host skips them until the person trusts them; `changed`: our hooks were edited; `off`:
 * our hooks are installed, but the file disables all hooks; `apart`: not connected; `unreadable`: the file cannot be
 * parsed.
 */
export type ConnectionState =
  'connected' | 'outdated' | 'untrusted' | 'changed' | 'off' | 'apart' | 'unreadable';

/** A host and the state of its hook file. */
export interface HostConnection {
  /** Its id: the name of its folder in `src/hosts`. */
  readonly host: string;
  /** Display name. */
  readonly name: string;
  /** Its hook file, which may not exist. */
  readonly path: string;
  readonly state: ConnectionState;
  /** Why its file cannot be parsed. */
  readonly problem?: string;
  /** Whether it was connected here and not disconnected since. Any other state was then caused by somebody else. */
  readonly expected: boolean;
  /** Whether the host seems to be used on this machine: its folder exists. */
  readonly isHere: boolean;
  /** What a person has to do in the host after its hooks were written; empty if nothing. */
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

/** Connects agent hosts to the guard. Only changes that a person has seen are written. */
export interface HostConnections {
  list(): Promise<readonly HostConnection[]>;
  /** Changes nothing. Throws `invalid-input` for an unknown host, or if its file cannot be parsed. */
  propose(host: string, kind: HookFileChange['kind']): Promise<HookFileChange>;
  /**
   * Writes a change exactly as proposed, and keeps a copy of the previous file beside it. Tests the guard before it
   * connects a host. Throws `stale-diff` if the file changed since, `missing-part` if the guard does not run.
   */
  write(change: HookFileChange): Promise<void>;
  /** Accepts the current state of a host's file: the host is no longer `expected` to be connected. */
  forget(host: string): Promise<void>;
}
