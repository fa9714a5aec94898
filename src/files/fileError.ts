import { RulewrightError, type ErrorCode } from '../core/errors';

/** The system's short name of a failure, like `ENOSPC`; empty where it gave none. */
export function systemCode(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

interface Kind {
  readonly codes: readonly string[];
  readonly as: ErrorCode;
  /** What cannot be done where, `doing path`, becomes the message. */
  message(doing: string, code: string): string;
  readonly hint: string;
}

const KINDS: readonly Kind[] = [
  {
    codes: ['ENOSPC', 'EDQUOT'],
    as: 'disk-full',
    message: (doing) => `The disk is full: cannot ${doing}.`,
    hint: 'Free some space and try again. Nothing was changed.',
  },
  {
    codes: ['EACCES', 'EPERM', 'EROFS'],
    as: 'store-readonly',
    message: (doing, code) => `No permission to ${doing} (${code}).`,
    hint: 'Give yourself the right to read and write this folder, then try again.',
  },
  {
    codes: ['EEXIST', 'ENOTDIR'],
    as: 'io-failed',
    message: (doing) => `Cannot ${doing}: a file is in its way.`,
    hint: 'Move that file elsewhere, then try again.',
  },
  {
    codes: ['EMFILE', 'ENFILE'],
    as: 'io-failed',
    message: (doing) => `Too many open files: cannot ${doing}.`,
    hint: 'Close some programs and try again.',
  },
];

const OTHER: Omit<Kind, 'codes'> = {
  as: 'io-failed',
  message: (doing, code) => `Cannot ${doing} (${code || 'unknown'}).`,
  hint: 'Check that the disk works and that the folder is there, then try again.',
};

/** A failure of the file system as a person can read it: what could not be done, where, and the cure. */
export function fileError(error: unknown, doing: string, path: string): RulewrightError {
  if (error instanceof RulewrightError) return error;
  const code = systemCode(error);
  const { as, message, hint } = KINDS.find(({ codes }) => codes.includes(code)) ?? OTHER;
  return new RulewrightError(as, message(`${doing} ${path}`, code), { hint, cause: error });
}
