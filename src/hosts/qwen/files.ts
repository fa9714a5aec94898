import type { HookPhase } from '../../core/hookPhase';
import {
  folderOf,
  grouped,
  hookLine,
  LIMIT_SECONDS,
  type HostFiles,
  type OtherTools,
} from '../hostFiles';

const SHELL = 'run_shell_command|monitor';
const FILES = 'write_file|edit|notebook_edit';
const MCP = 'mcp__.*';

/** Qwen Code. */
export const files: HostFiles = {
  name: 'Qwen Code',
  folder: (place) => folderOf(place, '.qwen', place.env['QWEN_HOME']),
  hookFile: 'settings.json',
  root: {},
  isOurs: false,
  afterwards: '',
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) =>
      grouped(event, matcher, {
        name: 'rulewright',
        command: hookLine(launcher, 'qwen', phase, tools),
        // In milliseconds.
        timeout: LIMIT_SECONDS * 1_000,
      });
    return [
      hook('PreToolUse', 'pre', SHELL),
      hook('PreToolUse', 'pre', FILES, 'files'),
      hook('PreToolUse', 'pre', MCP, 'mcp'),
      hook('PermissionRequest', 'perm'),
      hook('PostToolUse', 'post', SHELL),
      hook('PostToolUse', 'post', MCP, 'mcp'),
      hook('PostToolUseFailure', 'postfail', SHELL),
      hook('PostToolUseFailure', 'postfail', MCP, 'mcp'),
      hook('PermissionDenied', 'denied'),
      hook('Notification', 'notify'),
      hook('SessionStart', 'start'),
      hook('SubagentStart', 'substart'),
      hook('SubagentStop', 'substop'),
      hook('Stop', 'stop'),
      hook('SessionEnd', 'end'),
    ];
  },
  earlier: [],
};
