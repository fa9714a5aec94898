import * as z from 'zod';

/**
 * What this version records in the audit trail. A newer one may record something else: what is read is any text, and is
 * shown as it is.
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
]);
export type AuditAction = z.infer<typeof AuditAction>;
