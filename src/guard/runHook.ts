import { decisionText } from '../core/decisionText';
import { mayDecide, type HookPhase } from '../core/hookPhase';
import { isObject } from '../core/isObject';
import { DECISION_SCORE, type Verdict } from '../core/verdict';
import { HOST_HOOKS, type HookHost } from '../hosts/allHooks';
import type { HookAnswer, HostHook, HostStart, RawHook } from '../hosts/hostHook';
import { toolWrites } from '../hosts/fileTool';
import { phaseOf, readHook, recognizeHost, type HookEvent } from '../hosts/readHook';
import { errorVerdict } from '../policy/evaluate';
import { askForOpenedShell } from '../policy/openedShellVerdict';
import { protectedVerdict } from '../policy/protectedVerdict';
import { changeByTool, type OwnFiles } from '../policy/selfProtection';
import type { GuardSettings } from './guardSettings';

/** A call of the hook: its command line and its input. */
export interface HookCall {
  readonly host?: HookHost | undefined;
  readonly phase?: HookPhase;
  /** Whether the hook is the one for MCP tools. */
  readonly isMcp?: boolean;
  /** The text of stdin, or why it could not be read. */
  readonly input: string | { readonly problem: string };
}

/** Evaluates a command; never throws. */
export type DecideCommand = (
  command: string,
  shell: 'bash' | 'powershell',
  cwd: string | undefined,
) => Verdict;

/** What the guard knows besides the call; read only if needed. */
export interface HookContext {
  /** The files that no agent may change; absent while a person has paused self-protection. */
  readonly ownFiles?: OwnFiles | undefined;
  readonly hostStart?: () => HostStart | undefined;
}

/** What the hook prints, its exit code, and the event and verdict that it is based on. */
export interface HookOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 2;
  readonly answer: HookAnswer;
  /** Absent if the input could not be parsed. */
  readonly event?: HookEvent;
  /** Present if a command was evaluated. */
  readonly verdict?: Verdict;
}

const NO_OPINION: HookAnswer = { decision: 'none', reason: '' };

/** Answers a hook call with the policy's verdict in the host's format. Fails closed if the call cannot be evaluated. */
export function runHook(
  call: HookCall,
  settings: GuardSettings,
  decide: DecideCommand,
  { ownFiles, hostStart }: HookContext = {},
): HookOutcome {
  const raw = parseInput(call.input);
  if ('problem' in raw) return answerInvalidInput(call, settings, raw.problem);
  const host = call.host ?? recognizeHost(raw.hook);
  if (host === undefined) {
    return answerInvalidInput(call, settings, 'The calling agent host could not be determined.');
  }
  const phase = call.phase ?? phaseOf(raw.hook, host);
  if (phase === undefined) return pass(host);
  const event = readHook(raw.hook, host, phase, call.isMcp);
  if (!mayDecide(phase)) return { ...pass(host), event };
  const changes = fileVerdict(raw.hook, event, call, ownFiles);
  if (changes !== undefined) {
    return answerEvent(event, changes, settings, hostStart);
  }
  if (!event.isShell) return { ...pass(host), event };
  const decided =
    event.command === undefined
      ? errorVerdict(`The call of the tool "${event.tool}" contains no command.`, settings)
      : decide(event.command, event.shell, event.cwd);
  const { hidesTypedInput = false }: HostHook = HOST_HOOKS[event.form];
  const verdict = hidesTypedInput ? askForOpenedShell(decided, event.command ?? '') : decided;
  return answerEvent(event, verdict, settings, hostStart);
}

function answerEvent(
  event: HookEvent,
  verdict: Verdict,
  settings: GuardSettings,
  hostStart: HookContext['hostStart'],
): HookOutcome {
  const subject = subjectOf(event);
  const wanted = answerTo(verdict, settings, subject);
  const answer =
    wanted.decision === 'ask' && hasNoUser(event, hostStart)
      ? { decision: 'deny' as const, reason: decisionText(verdict, 'noUser', subject) }
      : wanted;
  const stdout = formatAnswer(event, answer, verdict, settings);
  return { stdout, stderr: '', exitCode: 0, answer, event, verdict };
}

function hasNoUser(event: HookEvent, hostStart: HookContext['hostStart']): boolean {
  const hook: HostHook = HOST_HOOKS[event.form];
  if (hook.hasNoUser === undefined) return false;
  const start = hostStart?.();
  return start !== undefined && hook.hasNoUser(start);
}

type Parsed = { readonly hook: RawHook } | { readonly problem: string };

function parseInput(input: HookCall['input']): Parsed {
  if (typeof input !== 'string') return input;
  if (input.trim() === '') return { problem: 'The hook received no input.' };
  try {
    const hook: unknown = JSON.parse(input.startsWith('\uFEFF') ? input.slice(1) : input);
    return isObject(hook) ? { hook } : { problem: 'The hook input is not a JSON object.' };
  } catch {
    return { problem: 'The hook input is not valid JSON.' };
  }
}

/** The verdict of self-protection on a tool that writes files; undefined if it does not apply. */
function fileVerdict(
  raw: RawHook,
  event: HookEvent,
  { isMcp = false }: HookCall,
  ownFiles: HookContext['ownFiles'],
): Verdict | undefined {
  if (event.phase !== 'pre' || ownFiles === undefined) return undefined;
  const writing = toolWrites(raw, event.tool, isMcp);
  // A shell command tells more than the name of an unknown tool.
  if (writing === undefined || (!writing.isCertain && event.isShell)) return undefined;
  const touched = changeByTool(writing, event.cwd, ownFiles);
  return touched && protectedVerdict(NO_VERDICT, touched);
}

/** The policy has no rules about tools that write files. */
const NO_VERDICT: Verdict = {
  decision: 'none',
  score: DECISION_SCORE.none,
  rules: [],
  shadow: [],
  policyVersion: '',
  reason: '',
};

function pass(host: HookHost): HookOutcome {
  return { stdout: HOST_HOOKS[host].pass, stderr: '', exitCode: 0, answer: NO_OPINION };
}

type Subject = 'command' | 'change of a file';

function subjectOf({ isShell }: HookEvent): Subject {
  return isShell ? 'command' : 'change of a file';
}

function answerTo(
  verdict: Verdict,
  settings: GuardSettings,
  subject: Subject = 'command',
): HookAnswer {
  const { decision } = verdict;
  if (decision === 'allow' && !settings.allow) return NO_OPINION;
  if (decision === 'none') return NO_OPINION;
  return { decision, reason: decisionText(verdict, OUTCOMES[decision], subject) };
}

const OUTCOMES = { deny: 'blocked', ask: 'asked', allow: 'allowed' } as const;

/** The answer in the host's format. If the host cannot ask the user, `onError` decides instead. */
function formatAnswer(
  event: HookEvent,
  answer: HookAnswer,
  verdict: Verdict,
  settings: GuardSettings,
): string {
  const hook: HostHook = HOST_HOOKS[event.form];
  if (answer.decision === 'none') return hook.pass;
  const formatted = hook.answer(event, answer);
  if (formatted !== undefined) return formatted;
  // In the phase "perm" the host asks the user anyway, and an allow without a format is the same as no opinion.
  if (answer.decision !== 'ask' || event.phase === 'perm') return hook.pass;
  const passes = verdict.policyVersion !== '' && settings.onError === 'ask';
  const deny: HookAnswer = {
    decision: 'deny',
    reason: decisionText(verdict, 'cannotAsk', subjectOf(event)),
  };
  return passes ? hook.pass : (hook.answer(event, deny) ?? hook.pass);
}

/** Answers a call whose input could not be parsed. Calls that cannot block pass; an unknown phase may be one that can. */
function answerInvalidInput(call: HookCall, settings: GuardSettings, problem: string): HookOutcome {
  const { host, phase = 'pre' } = call;
  if (host !== undefined && phase !== 'pre') return pass(host);
  if (phase !== 'pre') return { stdout: '', stderr: '', exitCode: 0, answer: NO_OPINION };
  const verdict = errorVerdict(problem, settings);
  const answer = answerTo(verdict, settings);
  if (host === undefined) {
    // Every host treats this as a block, whatever its JSON format.
    return { stdout: '', stderr: answer.reason, exitCode: 2, answer };
  }
  const event: HookEvent = {
    host,
    form: host,
    phase,
    eventName: '',
    sessionId: '',
    tool: '',
    isShell: true,
    shell: 'bash',
  };
  const stdout = formatAnswer(event, answer, verdict, settings);
  return { stdout, stderr: '', exitCode: 0, answer };
}
