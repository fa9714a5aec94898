import * as z from 'zod';

/**
 * The actions that this version records in the audit trail. Newer versions may record others, so stored actions are
 * read and shown as any text.
 */
export const AuditAction = z.enum([
  'propose',
  'apply',
  'reject',
  'reopen',
  'rollback',
  'restore',
  'recover',
  'approve',
  'repair',
  'pause',
  'distrust',
  'connect',
  'disconnect',
]);
export type AuditAction = z.infer<typeof AuditAction>;
