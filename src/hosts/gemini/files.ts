import type { HookPhase } from '../../core/hookPhase';
import {
  folderOf,
  grouped,
  hookLine,
  LIMIT_SECONDS,
  type HostFiles,
  type OtherTools,
} from '../hostFiles';

const SHELL = 'run_shell_command';
const FILES = '^(?:write_file|replace)$';
const MCP = '^mcp_';

/** Gemini CLI. */
export const files: HostFiles = {
  name: 'Gemini CLI',
  folder: (place) => folderOf(place, '.gemini'),
  hookFile: 'settings.json',
  root: {},
  isOurs: false,
  afterwards: '',
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) =>
      grouped(event, matcher, {
        name: 'rulewright',
        command: hookLine(launcher, 'gemini', phase, tools),
        // In milliseconds.
        timeout: LIMIT_SECONDS * 1_000,
      });
    return [
      hook('BeforeTool', 'pre', SHELL),
      hook('BeforeTool', 'pre', FILES, 'files'),
      hook('BeforeTool', 'pre', MCP, 'mcp'),
      hook('AfterTool', 'post', SHELL),
      hook('AfterTool', 'post', MCP, 'mcp'),
      hook('Notification', 'notify'),
      hook('SessionStart', 'start'),
      hook('AfterAgent', 'stop'),
      hook('SessionEnd', 'end'),
    ];
  },
  earlier: ['0d0bf022125ee1e0c300350f26ec65d923f4729896dfc2a01bcb5dbb85ac91bd'],
};
