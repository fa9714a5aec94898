import { decisionText } from '../core/decisionText';
import { mayDecide, type HookPhase } from '../core/hookPhase';
import { isObject } from '../core/isObject';
import type { Verdict } from '../core/verdict';
import { HOST_HOOKS, type HookHost } from '../hosts/allHooks';
import type { HookAnswer, HostHook, RawHook } from '../hosts/hostHook';
import { phaseOf, readHook, recognizeHost, type HookEvent } from '../hosts/readHook';
import { errorVerdict } from '../policy/evaluate';
import { askOfOpenedShell } from '../policy/openedShell';
import type { GuardSettings } from './guardSettings';

/** One call of the hook: what stood on its command line and what came in. */
export interface HookCall {
  readonly host?: HookHost;
  readonly phase?: HookPhase;
  /** Whether the hook is the one for tools of MCP servers. */
  readonly isMcp?: boolean;
  /** The text of stdin, or why there is none. */
  readonly input: string | { readonly problem: string };
}

/** Decides a command; never throws. */
export type DecideCommand = (command: string, shell: 'bash' | 'powershell') => Verdict;

/** What the hook prints and leaves with, and what it learned. */
export interface HookOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: 0 | 2;
  readonly answer: HookAnswer;
  /** Absent where the input was not understood. */
  readonly event?: HookEvent;
  /** Present where a command was decided. */
  readonly verdict?: Verdict;
}

const NO_OPINION: HookAnswer = { decision: 'none', reason: '' };

/** Answers one hook call: the policy's verdict in the host's own form; what cannot be decided is never let through. */
export function runHook(
  call: HookCall,
  settings: GuardSettings,
  decide: DecideCommand,
): HookOutcome {
  const raw = parseInput(call.input);
  if ('problem' in raw) return refuse(call, settings, raw.problem);
  const host = call.host ?? recognizeHost(raw.hook);
  if (host === undefined) return refuse(call, settings, 'It is unknown which agent host calls.');
  const phase = call.phase ?? phaseOf(raw.hook, host);
  if (phase === undefined) return pass(host);
  const event = readHook(raw.hook, host, phase, call.isMcp);
  if (!mayDecide(phase) || !event.isShell) return { ...pass(host), event };
  const decided =
    event.command === undefined
      ? errorVerdict(`The tool "${event.tool}" came without a command.`, settings)
      : decide(event.command, event.shell);
  const { typesUnseen = false }: HostHook = HOST_HOOKS[event.form];
  const verdict = typesUnseen ? askOfOpenedShell(decided, event.command ?? '') : decided;
  const answer = answerTo(verdict, settings);
  const stdout = say(event, answer, verdict, settings);
  return { stdout, stderr: '', exitCode: 0, answer, event, verdict };
}

type Parsed = { readonly hook: RawHook } | { readonly problem: string };

function parseInput(input: HookCall['input']): Parsed {
  if (typeof input !== 'string') return input;
  if (input.trim() === '') return { problem: 'The hook got no input.' };
  try {
    const hook: unknown = JSON.parse(input.startsWith('\uFEFF') ? input.slice(1) : input);
    return isObject(hook) ? { hook } : { problem: 'The input of the hook is no JSON object.' };
  } catch {
    return { problem: 'The input of the hook is no JSON.' };
  }
}

function pass(host: HookHost): HookOutcome {
  return { stdout: HOST_HOOKS[host].pass, stderr: '', exitCode: 0, answer: NO_OPINION };
}

function answerTo(verdict: Verdict, settings: GuardSettings): HookAnswer {
  const { decision } = verdict;
  if (decision === 'allow' && !settings.allow) return NO_OPINION;
  if (decision === 'none') return NO_OPINION;
  return { decision, reason: decisionText(verdict, OUTCOMES[decision]) };
}

const OUTCOMES = { deny: 'blocked', ask: 'asked', allow: 'allowed' } as const;

/** The answer in the host's words. Where the host cannot ask, the setting for undecided commands decides. */
function say(
  event: HookEvent,
  answer: HookAnswer,
  verdict: Verdict,
  settings: GuardSettings,
): string {
  const hook: HostHook = HOST_HOOKS[event.form];
  if (answer.decision === 'none') return hook.pass;
  const said = hook.answer(event, answer);
  if (said !== undefined) return said;
  // At "perm" the host asks the person anyway; an allow that cannot be said is no opinion.
  if (answer.decision !== 'ask' || event.phase === 'perm') return hook.pass;
  const undecided = verdict.policyVersion !== '' && settings.onError === 'ask';
  const deny: HookAnswer = { decision: 'deny', reason: decisionText(verdict, 'cannotAsk') };
  return undecided ? hook.pass : (hook.answer(event, deny) ?? hook.pass);
}

/** The input was not understood. Only an event that may stop a command needs an answer; a phase unknown may be one. */
function refuse(call: HookCall, settings: GuardSettings, problem: string): HookOutcome {
  const { host, phase = 'pre' } = call;
  if (host !== undefined && phase !== 'pre') return pass(host);
  if (phase !== 'pre') return { stdout: '', stderr: '', exitCode: 0, answer: NO_OPINION };
  const verdict = errorVerdict(problem, settings);
  const answer = answerTo(verdict, settings);
  if (host === undefined) {
    // Every host takes this for a block, whatever its JSON looks like.
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
  return { stdout: say(event, answer, verdict, settings), stderr: '', exitCode: 0, answer };
}
