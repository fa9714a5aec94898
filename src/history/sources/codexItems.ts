import * as z from 'zod';

/* The lines of a Codex session, and the items in them. */

export const Envelope = z.object({
  timestamp: z.string().optional(),
  type: z.string().optional(),
  payload: z.looseObject({}).optional(),
});
export const Session = z.object({ id: z.string(), cwd: z.string().optional() });
export const Turn = z.object({
  cwd: z.string(),
  /** An object if single kinds of questions are switched off. */
  approval_policy: z.unknown().optional(),
  sandbox_policy: z.looseObject({}).optional().catch(undefined),
  /** `user`, or the program that answers instead of a person. */
  approvals_reviewer: z.string().optional(),
});
export const World = z.object({
  state: z.object({
    permissions: z.object({ approved_command_prefixes: z.array(z.array(z.string())) }),
  }),
});
export const Call = z.object({
  type: z.literal('function_call'),
  name: z.enum(['shell', 'shell_command', 'exec_command', 'container.exec']),
  arguments: z.string(),
  call_id: z.string(),
});
export const LocalCall = z.object({
  type: z.literal('local_shell_call'),
  /** The oldest have `id` alone. */
  call_id: z.string().nullish(),
  id: z.string().nullish(),
  action: z.object({ command: z.array(z.string()), working_directory: z.string().nullish() }),
});
export const Arguments = z.object({
  command: z.union([z.string(), z.array(z.string())]).optional(),
  cmd: z.string().optional(),
  workdir: z.string().nullish(),
  sandbox_permissions: z.string().nullish(),
  /** Name used until 0.76. */
  with_escalated_permissions: z.boolean().nullish(),
});
/** Text sent to a terminal in which a command is still running. */
export const Typed = z.object({
  type: z.literal('function_call'),
  name: z.literal('write_stdin'),
  arguments: z.string(),
  call_id: z.string(),
});
export const TypedArguments = z.object({ session_id: z.union([z.string(), z.number()]) });
/** A script of the code mode, and a call that waits for one. */
export const Script = z.object({
  type: z.literal('custom_tool_call'),
  name: z.literal('exec'),
  input: z.string(),
  call_id: z.string(),
});
export const Wait = z.object({
  type: z.literal('function_call'),
  name: z.literal('wait'),
  arguments: z.string(),
  call_id: z.string(),
});
export const WaitArguments = z.object({ cell_id: z.string() });
export const Ran = z.object({
  command: z.array(z.string()),
  /** A URI since mid-2026. */
  cwd: z.string(),
  source: z.string().optional(),
  status: z.string().optional(),
  exit_code: z.number().int().nullish(),
  aggregated_output: z.string().nullish(),
});
/** Before 0.15x, written only if the entire session is recorded. */
export const ExecEnd = Ran.partial().extend({
  type: z.literal('exec_command_end'),
  call_id: z.string(),
  exit_code: z.number().int(),
});
export const ItemCompleted = z.object({
  type: z.literal('item_completed'),
  item: Ran.extend({ type: z.literal('CommandExecution'), id: z.string() }),
  started_at_ms: z.number().optional(),
});
export const Output = z.object({
  type: z.enum(['function_call_output', 'local_shell_call_output', 'custom_tool_call_output']),
  call_id: z.string(),
  output: z.unknown(),
});
