// Written by `npm run hosts` from the folders of src/hosts. Not edited by hand.
import { files as claude } from './claude/files';
import { files as codex } from './codex/files';
import { files as copilot } from './copilot/files';
import { files as cursor } from './cursor/files';
import { files as gemini } from './gemini/files';
import { files as opencode } from './opencode/files';
import { files as qwen } from './qwen/files';
import type { HostFiles } from './hostFiles';

/** The configuration of each agent host that can be connected. */
export const HOST_FILES = {
  claude,
  codex,
  copilot,
  cursor,
  gemini,
  opencode,
  qwen,
} as const satisfies Readonly<Record<string, HostFiles>>;
