import { RulewrightError } from '../core/errors';

/** The system's short name of a failure, like `ENOSPC`; empty where it gave none. */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** A failure of the file system as a person can read it: what could not be done, where, and the cure. */
export function fileError(error: unknown, doing: string, path: string): RulewrightError {
  if (error instanceof RulewrightError) return error;
  const code = systemCode(error);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new RulewrightError('disk-full', `The disk is full: cannot ${doing} ${path}.`, {
        hint: 'Free some space and try again. Nothing was changed.',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new RulewrightError('store-readonly', `No permission to ${doing} ${path} (${code}).`, {
        hint: 'Give yourself the right to read and write this folder, then try again.',
        cause: error,
      });
    case 'EMFILE':
    case 'ENFILE':
      return new RulewrightError('io-failed', `Too many open files: cannot ${doing} ${path}.`, {
        hint: 'Close some programs and try again.',
        cause: error,
      });
    default:
      return new RulewrightError('io-failed', `Cannot ${doing} ${path} (${code || 'unknown'}).`, {
        hint: 'Check that the disk works and that the folder is there, then try again.',
        cause: error,
      });
  }
}
