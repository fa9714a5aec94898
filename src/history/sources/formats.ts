import { atuin } from './atuin';
import { bash } from './bash';
import { claudeCode } from './claudeCode';
import { codex } from './codex';
import { copilotCli } from './copilotCli';
import { fish } from './fish';
import { geminiCli } from './geminiCli';
import { opencode } from './opencode';
import { psreadline } from './psreadline';
import type { SourceFormat } from './source';
import { vscodeChat } from './vscodeChat';
import { zsh } from './zsh';

/** All formats, in the order in which they are offered. */
export const FORMATS: readonly SourceFormat[] = [
  claudeCode,
  vscodeChat,
  codex,
  geminiCli,
  copilotCli,
  opencode,
  atuin,
  bash,
  zsh,
  fish,
  psreadline,
];
