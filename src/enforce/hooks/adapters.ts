import { claude } from './claude';
import { codex } from './codex';
import { copilot } from './copilot';
import { cursor } from './cursor';
import { gemini } from './gemini';
import type { HookAdapter, HookHost } from './hookEvent';
import { vscodeHost } from './vscode';

/** How each host is answered. */
export const HOOK_ADAPTERS: Readonly<Record<HookHost, HookAdapter>> = {
  claude,
  copilot,
  vscode: vscodeHost,
  cursor,
  codex,
  gemini,
};
