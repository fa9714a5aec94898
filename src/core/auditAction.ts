import * as z from 'zod';

/** What an entry of the audit trail records. */
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
]);
export type AuditAction = z.infer<typeof AuditAction>;
