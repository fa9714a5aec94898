// Written by `npm run hosts` from the folders of src/hosts. Not edited by hand.
import { hook as claude } from './claude/hook';
import { hook as codex } from './codex/hook';
import { hook as copilot } from './copilot/hook';
import { hook as cursor } from './cursor/hook';
import { hook as gemini } from './gemini/hook';
import { hook as opencode } from './opencode/hook';
import { hook as qwen } from './qwen/hook';
import { hook as vscode } from './vscode/hook';
import type { HostHook } from './hostHook';

/** How each agent host calls hooks and expects answers. Loaded by the guard, so no libraries. */
export const HOST_HOOKS = {
  claude,
  codex,
  copilot,
  cursor,
  gemini,
  opencode,
  qwen,
  vscode,
} as const satisfies Readonly<Record<string, HostHook>>;

/** The agent hosts whose hooks the guard answers. */
export type HookHost = keyof typeof HOST_HOOKS;
