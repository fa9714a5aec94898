import * as l10n from '@vscode/l10n';
import { HOST_NAMES } from '../core/hostNames';

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...HOST_NAMES, psreadline: 'PowerShell' }),
);

/** The name of a source of commands, as returned by `sourceOf`. */
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
      return NAMES.get(source) ?? source;
  }
}
