import * as l10n from '@vscode/l10n';

/** A class of operands in words, from its name in features: `a home folder` for `HOME`. */
export function className(name: string): string {
  return CLASS_TEXT[name]?.() ?? l10n.t('a file');
}

const CLASS_TEXT: Readonly<Record<string, () => string>> = {
  ROOT: () => l10n.t('the root folder'),
  HOME: () => l10n.t('a home folder'),
  SECRET: () => l10n.t('a folder with keys'),
  HOMEPATH: () => l10n.t('a path in a home folder'),
  BLOCKDEV: () => l10n.t('a block device'),
  DEVTCP: () => l10n.t('a network device'),
  DEVNULL: () => l10n.t('a null device'),
  LOG: () => l10n.t('the system logs'),
  TMP: () => l10n.t('a temporary folder'),
  DESCRIPTOR: () => l10n.t('a file descriptor'),
  VITAL: () => l10n.t('the root, a home or a system folder'),
  SHELL: () => l10n.t('a shell as an argument'),
  HERE: () => l10n.t('the current folder'),
  SYSTEM: () => l10n.t('a system folder'),
  URL: () => l10n.t('a URL'),
  WORLDWRITABLE: () => l10n.t('write permission for everybody'),
  SETID: () => l10n.t('the setuid or setgid permission'),
  WILDCARD: () => l10n.t('a wildcard'),
};
