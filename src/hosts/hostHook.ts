import type { HookPhase } from '../core/hookPhase';

/** The object that a host sent. */
export type RawHook = Readonly<Record<string, unknown>>;

/** What we answer. `none` is no opinion: the host continues as if no hook were installed. */
export interface HookAnswer {
  readonly decision: 'deny' | 'ask' | 'allow' | 'none';
  /** Shown to the person or the model; never empty for deny and ask. */
  readonly reason: string;
}

/** How a command ended. Both absent where the host does not say: that is neither success nor failure. */
export interface HookResult {
  readonly exitCode?: number;
  readonly failed?: boolean;
}

/** What a notification says of a question to the person. All absent: it does not say what the question is about. */
export interface HookQuestion {
  /** The command, perhaps shortened. */
  readonly command?: string;
  /** The tool of an MCP server. */
  readonly tool?: string;
  /** The reason that a hook asked with, in place of the command. */
  readonly reason?: string;
}

/** The event that is answered. */
export interface AnsweredEvent {
  readonly phase: HookPhase;
  /** The host's own name of the event, where it sent one. */
  readonly eventName: string;
}

/** How the host's process was started. */
export interface HostStart {
  readonly args: readonly string[];
  /** Whether its standard input and output are a terminal. */
  readonly hasTerminal: boolean;
}

/**
 * What the guard has to know of one agent host: `hook` of `src/hosts/<host>/hook.ts`. The guard loads all of them for
 * every command, so these files import no library.
 */
export interface HostHook {
  /** The host's events, and the phase that each belongs to. Compared without regard to case. */
  readonly events: Readonly<Record<string, HookPhase>>;
  /** Tools that run shell commands, under each name that a version of the host has had, in lower case. */
  readonly shellTools: readonly string[];
  /** Tools that type into a shell that is open, in lower case; their input is decided as a command. */
  readonly typingTools?: readonly string[];
  /** Whether no hook sees what is typed into a shell: then opening one is a question. */
  readonly typesUnseen?: boolean;
  /** Tools that run a shell command only if their input has a command, in lower case. */
  readonly otherShellTools?: readonly string[];
  /** Tools that write files, in lower case. Their input names the file, or holds a patch. */
  readonly fileTools?: readonly string[];
  /** The person's files that decide whether the host calls hooks; absent for a host without files of its own. */
  readonly owns?: {
    /** For people. */
    readonly name: string;
    /** The folder in a home folder. */
    readonly folder: string;
    /** The variable that names another one. */
    readonly variable?: string;
    /** Files in it; a folder ends with `/`. */
    readonly files: readonly string[];
  };
  /**
   * Recognizes input of this host, for hooks installed without `--host`. The host with the highest number is taken:
   * 3 by a member that the host sends with every input, in whichever form; 2 by a member of its own form; 1 by a member
   * that other hosts might send; 0 not at all.
   */
  recognizes(raw: RawHook): 0 | 1 | 2 | 3;
  /** Written to stdout where there is no opinion. */
  readonly pass: string;
  /** Written to stdout; undefined where the host has no such answer to this event. */
  answer(event: AnsweredEvent, answer: HookAnswer): string | undefined;
  /** What the text or the object that follows a tool call says of the command's end. Absent: nothing. */
  result?(text: string, result: RawHook): HookResult;
  /** How a call ended, from the host's log of the session, for a host whose hooks do not say it. */
  loggedResult?(transcript: string, callId: string): HookResult;
  /**
   * The question that a notification tells of; undefined if it is none about a command. Absent for a host that asks about
   * commands in its permission hook only.
   */
  question?(raw: RawHook): HookQuestion | undefined;
  /** Whether a question would reach no person, for a host that ends without a word where it cannot ask. */
  asksNobody?(start: HostStart): boolean;
  /** Whether the host also runs the hooks in other hosts' files, so that one command is reported more than once. */
  readonly runsOtherHooks?: boolean;
  /** Whether the host asks a person, by its permission hook, before it calls the hook that precedes a command. */
  readonly permissionComesFirst?: boolean;
  /** Whether the permission hook is also called when no person is asked: then it does not show that an agent waits. */
  readonly permissionIsNoQuestion?: boolean;
}

/** A result with this exit code; empty where there is none. */
export function ended(exitCode: number | undefined): HookResult {
  return exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 };
}

/** The number that the first group of `pattern` finds. */
export function numberIn(pattern: RegExp, text: string): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Whether a member is present and says anything. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}
