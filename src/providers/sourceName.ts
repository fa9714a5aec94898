import * as l10n from '@vscode/l10n';

/** The programs whose commands are in histories, by `sourceOf`. Their names are the same in every language. */
const PROGRAMS = new Map([
  ['claude', 'Claude Code'],
  ['codex', 'Codex'],
  ['copilot', 'Copilot'],
  ['cursor', 'Cursor'],
  ['gemini', 'Gemini CLI'],
  ['opencode', 'opencode'],
  ['qwen', 'Qwen Code'],
  ['psreadline', 'PowerShell'],
]);

/** The name of where commands come from, for people. */
export function sourceName(source: string): string {
  switch (source) {
    case 'terminal':
      return l10n.t('Terminals of VS Code');
    case 'vscode':
      return l10n.t('VS Code chat');
    case 'csv':
      return l10n.t('CSV files');
    case 'hook':
    case 'guard':
      return l10n.t('Other agents');
    default:
      return PROGRAMS.get(source) ?? source;
  }
}
