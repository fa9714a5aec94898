/**
 * Whether a host asks the guard: `connected`; `outdated`: it does, by the hooks of an earlier version; `untrusted`: our
 * hooks are there, but the host skips them until the person trusts them; `changed`: they are there, but not as they
 * should be; `off`: they are, but the file switches all hooks off; `apart`: none of ours; `unreadable`: the file is not
 * valid.
 */
export type ConnectionState =
  'connected' | 'outdated' | 'untrusted' | 'changed' | 'off' | 'apart' | 'unreadable';

/** A host and what its hook file says. */
export interface HostConnection {
  /** Its id: the name of its folder in `src/hosts`. */
  readonly host: string;
  /** For people. */
  readonly name: string;
  /** Its hook file, whether it is there or not. */
  readonly path: string;
  readonly state: ConnectionState;
  /** Why its file is not valid. */
  readonly problem?: string;
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
  /** Changes nothing. Throws `invalid-input` for an unknown host, and if its file is not valid. */
  propose(host: string, kind: HookFileChange['kind']): Promise<HookFileChange>;
  /**
   * Writes a change exactly as it was proposed; the file before stays beside it. The guard is tried before a host is
   * told to ask it. Throws `stale-diff` where the file changed since, `missing-part` where the guard does not run.
   */
  write(change: HookFileChange): Promise<void>;
  /** Takes what a host's file says for what the person wants: it is not `expected` any more. */
  forget(host: string): Promise<void>;
}
