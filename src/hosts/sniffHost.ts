import type { HookPhase } from '../core/hookPhase';
import type { HookHost } from './hookEvent';

/** The object a host sent. */
export type RawHook = Readonly<Record<string, unknown>>;

const GEMINI_EVENTS = /^(?:Before|After)(?:Tool|Agent|Model|ToolSelection)$/;

/** Members that only one host sends, in the order they are looked for. */
const SIGNS: readonly (readonly [HookHost, (raw: RawHook) => boolean])[] = [
  ['cursor', (raw) => raw['cursor_version'] !== undefined],
  ['gemini', (raw) => GEMINI_EVENTS.test(String(raw['hook_event_name']))],
  ['copilot', (raw) => raw['toolName'] !== undefined],
  ['codex', (raw) => raw['turn_id'] !== undefined],
  ['vscode', (raw) => raw['hookEventName'] !== undefined],
  ['claude', (raw) => raw['permission_mode'] !== undefined || isTranscript(raw['transcript_path'])],
  ['copilot', (raw) => raw['hook_event_name'] !== undefined && raw['timestamp'] !== undefined],
];

/** Which host this must be from, for hooks that were installed without `--host`. */
export function sniffHost(raw: RawHook): HookHost | undefined {
  return SIGNS.find(([, fits]) => fits(raw))?.[0];
}

function isTranscript(path: unknown): boolean {
  return typeof path === 'string' && path.endsWith('.jsonl');
}

const PHASES: Readonly<Record<string, HookPhase>> = {
  pretooluse: 'pre',
  beforetool: 'pre',
  beforeshellexecution: 'pre',
  permissionrequest: 'perm',
  posttooluse: 'post',
  aftertool: 'post',
  aftershellexecution: 'post',
  posttoolusefailure: 'postfail',
  permissiondenied: 'denied',
  notification: 'notify',
  sessionstart: 'start',
  subagentstart: 'substart',
  subagentstop: 'substop',
  stop: 'stop',
  agentstop: 'stop',
  afteragent: 'stop',
  sessionend: 'end',
};

/**
 * The phase an input belongs to, for hooks that were installed without one; undefined for events that are none of
 * ours. Copilot's camel-case form names no event: there a tool without a result is a tool that is about to run.
 */
export function phaseOf(raw: RawHook): HookPhase | undefined {
  const name = raw['hook_event_name'] ?? raw['hookEventName'] ?? raw['hookName'];
  if (typeof name === 'string') return PHASES[name.toLowerCase()];
  if (raw['toolResult'] !== undefined) return 'post';
  return raw['error'] === undefined ? 'pre' : 'postfail';
}
