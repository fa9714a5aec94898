import type { HookPhase } from '../core/hookPhase';
import type { HostOwns } from '../core/hostOwns';

/** The JSON object that a host sends. */
export type RawHook = Readonly<Record<string, unknown>>;

/** The guard's answer. `none`: no opinion; the host continues as if no hook were installed. */
export interface HookAnswer {
  readonly decision: 'deny' | 'ask' | 'allow' | 'none';
  /** Shown to the user or the model; never empty for deny and ask. */
  readonly reason: string;
}

/** How a command ended. Both members are absent if the host does not report it. */
export interface HookResult {
  readonly exitCode?: number;
  readonly failed?: boolean;
}

/**
 * What a notification reports about a question to the user. All members are absent if it does not
 * name the subject.
 */
export interface HookQuestion {
  /** The command, possibly truncated. */
  readonly command?: string;
  /** The tool of an MCP server. */
  readonly tool?: string;
  /** The reason given by the hook that asked, which replaces the command. */
  readonly reason?: string;
}

/** The event to be answered. */
export interface AnsweredEvent {
  readonly phase: HookPhase;
  /** The host's own name for the event, if it sent one. */
  readonly eventName: string;
}

/** How the host's process was started. */
export interface HostStart {
  readonly args: readonly string[];
  /** Whether its standard input and output are terminals. */
  readonly hasTerminal: boolean;
}

/**
 * What the guard needs to know about one agent host: `hook` of `src/hosts/<host>/hook.ts`. The
 * guard loads all of them for every command, so these files import no libraries.
 */
export interface HostHook {
  /** The host's events and their phases. Names are case-insensitive. */
  readonly events: Readonly<Record<string, HookPhase>>;
  /**
   * Tools that run shell commands, with the names used by all versions of the host, in lower case.
   */
  readonly shellTools: readonly string[];
  /** Tools that send input to an open shell, in lower case; the input is evaluated as a command. */
  readonly typingTools?: readonly string[];
  /**
   * Whether no hook is called for input to an open shell. If so, opening a shell requires
   * confirmation.
   */
  readonly hidesTypedInput?: boolean;
  /** Tools that run a shell command only if their input contains one, in lower case. */
  readonly otherShellTools?: readonly string[];
  /** Tools that write files, in lower case. Their input names the file or contains a patch. */
  readonly fileTools?: readonly string[];
  /**
   * What determines whether the host calls hooks: its files and how it is started. Absent for a
   * host without files of its own.
   */
  readonly owns?: HostOwns;
  /**
   * How certainly the input is from this host, for hooks installed without `--host`. The host with
   * the highest number is chosen: 3 for a member that the host sends with every input, 2 for a
   * member of its own format, 1 for a member that other hosts might send, 0 if not recognized.
   */
  recognizes(raw: RawHook): 0 | 1 | 2 | 3;
  /** Written to stdout if the guard has no opinion. */
  readonly pass: string;
  /** Written to stdout; undefined if the host does not support this answer to this event. */
  answer(event: AnsweredEvent, answer: HookAnswer): string | undefined;
  /**
   * How a command ended, from the text or object that follows a tool call. Absent if the host does
   * not report it.
   */
  result?(text: string, result: RawHook): HookResult;
  /** How a call ended, from the host's session log, for a host whose hooks do not report it. */
  loggedResult?(transcript: string, callId: string): HookResult;
  /**
   * The question that a notification reports; undefined if it is not about a command. Absent for a
   * host that asks about commands only in its permission hook.
   */
  question?(raw: RawHook): HookQuestion | undefined;
  /**
   * Whether there is no user to answer a question, for a host that exits silently if it cannot ask.
   */
  hasNoUser?(start: HostStart): boolean;
  /**
   * Whether the host also runs the hooks in other hosts' files, so that a command is reported more
   * than once.
   */
  readonly runsOtherHooks?: boolean;
  /**
   * Whether the host asks the user through its permission hook before it calls the hook that
   * precedes a command.
   */
  readonly permissionComesFirst?: boolean;
  /**
   * Whether the permission hook is also called when no user is asked. If so, a call does not mean
   * that the agent is waiting.
   */
  readonly permissionIsNoQuestion?: boolean;
}

/** A result with this exit code; empty if undefined. */
export function ended(exitCode: number | undefined): HookResult {
  return exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 };
}

/** The number matched by the first group of `pattern`. */
export function numberIn(pattern: RegExp, text: string): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Whether a member is present and not empty. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}
