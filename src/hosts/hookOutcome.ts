import type { HookPhase } from '../core/hookPhase';
import type { HookHost } from './hookEvent';
import { objectOf } from './jsonObject';
import type { RawHook } from './sniffHost';

/** How a command ended. Both absent where the host does not say: that is neither success nor failure. */
export interface HookResult {
  readonly exitCode?: number;
  readonly failed?: boolean;
}

/** What a host's text says of the end of a command, in the forms that the real hosts were seen to send. */
type ReadText = (text: string, result: RawHook) => HookResult;

/** Reads how a command ended from what a host sent after it. */
export function hookResult(raw: RawHook, form: HookHost, phase: HookPhase): HookResult {
  if (phase !== 'post' && phase !== 'postfail') return {};
  const told = raw['tool_response'] ?? raw['toolResult'] ?? raw['tool_result'];
  const result = objectOf(told) ?? {};
  const code = result['exit_code'] ?? result['exitCode'];
  if (typeof code === 'number' && Number.isSafeInteger(code)) return ended(code);
  const error = phase === 'postfail' ? raw['error'] : result['error'];
  if (phase === 'postfail' || isSaid(error)) return { ...failure(error), failed: true };
  return TEXTS[form]?.(textIn(told, result), result) ?? {};
}

const TEXTS: Readonly<Partial<Record<HookHost, ReadText>>> = {
  // It calls another hook after a failure. What goes on in the background has not ended.
  claude: (_, result) => (isSaid(result['backgroundTaskId']) ? {} : { failed: false }),
  // `it-did-run\n<shellId: 0 completed with exit code 3>`; nothing of that kind for what goes on in the background.
  copilot: (text, result) => {
    const type = result['resultType'] ?? result['result_type'] ?? 'success';
    const code = numberIn(/<[^<>\n]*\bexit code (-?\d{1,10})>\s*$/, text);
    if (code !== undefined) return ended(code);
    return type === 'success' ? {} : { failed: true };
  },
  // The output alone, in older versions below its exit code.
  codex: (text) => ended(numberIn(/^Exit code: (-?\d{1,10})\n/, text)),
  gemini: geminiResult,
};

/**
 * `…Output: it-did-run\nExit Code: 3\nProcess Group PGID: 1\n…`: a code of 0 is left out. What the command printed is cut
 * out first (`returnDisplay` repeats it), for it may say the same.
 */
function geminiResult(text: string, { returnDisplay: display }: RawHook): HookResult {
  const at = text.indexOf('Output: ');
  if (at === -1) return {};
  const from = at + 'Output: '.length;
  const printed = typeof display === 'string' && text.startsWith(display, from) ? display : '';
  const rest = text.slice(from + printed.length);
  const code = numberIn(/^Exit Code: (-?\d{1,10})$/m, rest);
  if (code !== undefined) return ended(code);
  return { failed: /^(?:Signal|Error): /m.test(rest) };
}

function ended(exitCode: number | undefined): HookResult {
  return exitCode === undefined ? {} : { exitCode, failed: exitCode !== 0 };
}

/** `Exit code 3\n…`, as Claude Code tells of a failure. */
function failure(error: unknown): HookResult {
  const code = numberIn(/^\s*(?:Error: )?Exit code:? (-?\d{1,10})\b/i, String(error));
  return code === undefined ? {} : { exitCode: code };
}

function numberIn(pattern: RegExp, text: string): number | undefined {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function textIn(told: unknown, result: RawHook): string {
  const text = result['textResultForLlm'] ?? result['text_result_for_llm'] ?? result['llmContent'];
  if (typeof text === 'string') return text;
  return typeof told === 'string' ? told : '';
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}
