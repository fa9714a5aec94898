import * as l10n from '@vscode/l10n';
import type { GuardTest, HostConnection, RestoredHooks } from './agentHost';

/** A short description of a host's state. `path` shortens file paths for display. */
export function stateText(
  { state, isInstalled, offBy, path }: HostConnection,
  shorten: (path: string) => string = (whole) => whole,
): string {
  switch (state) {
    case 'connected':
      return l10n.t('protected');
    case 'noRules':
      return l10n.t('protected, no rule in force');
    case 'outdated':
      return l10n.t('update available');
    case 'untrusted':
      return l10n.t('not trusted yet');
    case 'off':
      return l10n.t('switched off by {0}', shorten(offBy ?? path));
    case 'changed':
      return l10n.t('changed');
    case 'missing':
      return l10n.t('missing');
    case 'notAsking':
      return l10n.t('not asking');
    case 'unreadable':
      return l10n.t('unreadable');
    case 'disconnected':
      return isInstalled ? l10n.t('not connected') : l10n.t('not found on this machine');
  }
}

/** The lines of a report: the host, its state, the problem, what to do, and the result of the guard test. */
export function stateLine(host: HostConnection, test: GuardTest | undefined): string {
  const { name, problem, afterwards, path, state } = host;
  const lines = [
    `${name}: ${stateText(host)}`,
    ...(problem === undefined ? [] : [l10n.t('It may run commands without asking: {0}', problem)]),
    ...(state === 'untrusted' ? [afterwards] : []),
    ...(test === undefined ? [] : [`${test.text} (${test.ms} ms)`]),
    path,
  ];
  return lines.join('\n  ');
}

/** What happened to hooks that were written again, and where the file is kept as it was found. */
export function restoredText({ name, path, movedTo }: RestoredHooks): string {
  return movedTo === undefined
    ? l10n.t(
        'Another program removed the hooks of {0}, so that it would have run commands without asking. Rulewright wrote them to {1} again.',
        name,
        path,
      )
    : l10n.t(
        'Another program removed or changed the hooks of {0}, so that it would have run commands without asking. Rulewright wrote them to {1} again; the rest of the file is unchanged. The file as it was found is kept in {2}.',
        name,
        path,
        movedTo,
      );
}
