import assert from 'node:assert/strict';
import { isRulewrightError } from '../../src/core/errors';
import type { Fault } from './faultyFiles';

const CURES: Readonly<Record<Exclude<Fault, 'crash'>, RegExp>> = {
  ENOSPC: /^Free some space/,
  'short write': /^Free some space/,
  EIO: /^Check that the disk works/,
  EACCES: /^Give yourself read and write permission/,
  EPERM: /^Give yourself read and write permission/,
};

/** Checks that the error for a fault states what to do. After a crash there is no error. */
export function assertCured(error: unknown, fault: Fault, where: string): void {
  if (error === undefined || fault === 'crash') return;
  assert.ok(isRulewrightError(error), `${where}: a person would see a bug`);
  assert.match(error.hint ?? '', CURES[fault], `${where}: the message names no cure`);
}
