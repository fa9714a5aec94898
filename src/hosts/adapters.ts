import { claude } from './claude/hook';
import { codex } from './codex/hook';
import { copilot } from './copilot/hook';
import { cursor } from './cursor/hook';
import { gemini } from './gemini/hook';
import type { HookAdapter, HookHost } from './hookEvent';
import { vscodeHost } from './vscode/hook';

/** How each host is answered. */
export const HOOK_ADAPTERS: Readonly<Record<HookHost, HookAdapter>> = {
  claude,
  copilot,
  vscode: vscodeHost,
  cursor,
  codex,
  gemini,
};
