import * as l10n from '@vscode/l10n';
import { RulewrightError, type ErrorCode } from '../core/errors';
import { systemCode } from './systemCode';

/** The file operation that failed. */
export type FileAction = 'read' | 'list' | 'write' | 'replace' | 'remove' | 'create';

interface Kind {
  readonly codes: readonly string[];
  readonly as: ErrorCode;
  /** `what` is a sentence such as "Cannot write FILE". */
  message(what: string, code: string): string;
  hint(): string;
}

const KINDS: readonly Kind[] = [
  {
    codes: ['ENOSPC', 'EDQUOT'],
    as: 'disk-full',
    message: (what) => l10n.t('{0}: the disk is full.', what),
    hint: () => l10n.t('Free some space and try again. Nothing was changed.'),
  },
  {
    codes: ['EACCES', 'EPERM', 'EROFS'],
    as: 'store-readonly',
    message: (what, code) => l10n.t('{0}: permission denied ({1}).', what, code),
    hint: () => l10n.t('Give yourself read and write permission for this folder, then try again.'),
  },
  {
    codes: ['EEXIST', 'ENOTDIR'],
    as: 'io-failed',
    message: (what) => l10n.t('{0}: a file is in the way.', what),
    hint: () => l10n.t('Move that file elsewhere, then try again.'),
  },
  {
    codes: ['EMFILE', 'ENFILE'],
    as: 'io-failed',
    message: (what) => l10n.t('{0}: too many open files.', what),
    hint: () => l10n.t('Close some programs and try again.'),
  },
];

const OTHER: Omit<Kind, 'codes'> = {
  as: 'io-failed',
  message: (what, code) => l10n.t('{0} ({1}).', what, code || 'unknown'),
  hint: () => l10n.t('Check that the disk works and that the folder exists, then try again.'),
};

const FAILED: Readonly<Record<FileAction, (path: string) => string>> = {
  read: (path) => l10n.t('Cannot read {0}', path),
  list: (path) => l10n.t('Cannot list {0}', path),
  write: (path) => l10n.t('Cannot write {0}', path),
  replace: (path) => l10n.t('Cannot replace {0}', path),
  remove: (path) => l10n.t('Cannot remove {0}', path),
  create: (path) => l10n.t('Cannot create the folder {0}', path),
};

/** An error of the file system as an expected error: the operation, the path, the cause and what to do. */
export function fileError(error: unknown, action: FileAction, path: string): RulewrightError {
  if (error instanceof RulewrightError) return error;
  const code = systemCode(error);
  const { as, message, hint } = KINDS.find(({ codes }) => codes.includes(code)) ?? OTHER;
  return new RulewrightError(as, message(FAILED[action](path), code), {
    hint: hint(),
    cause: error,
  });
}
