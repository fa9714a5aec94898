import type { HookPhase } from '../../core/hookPhase';
import { folderOf, hookLine, LIMIT_SECONDS, type HostFiles, type OtherTools } from '../hostFiles';

// With the names of VS Code's own harness, which reads this file too.
const SHELL =
  'bash|powershell|write_bash|write_powershell|run_in_terminal|create_and_run_task|send_to_terminal';
const FILES =
  'create|edit|insert|str_replace|str_replace_editor|apply_patch|create_file|edit_notebook_file|insert_edit_into_file|replace_string_in_file|multi_replace_string_in_file';
// It names them by server and tool, with a hyphen between; none of its own tools has one.
const MCP = '.+-.+';

/** Copilot CLI, Copilot in VS Code, and VS Code's own harness. */
export const files: HostFiles = {
  // eslint-disable-next-line no-restricted-syntax -- two product names
  name: 'Copilot and VS Code',
  folder: (place) => folderOf(place, '.copilot', place.env['COPILOT_HOME']),
  hookFile: 'hooks/rulewright.json',
  root: { version: 1 },
  isOurs: true,
  afterwards: '',
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) => ({
      event,
      value: {
        type: 'command',
        ...(matcher === undefined ? {} : { matcher }),
        bash: hookLine(launcher, 'copilot', phase, tools),
        timeoutSec: LIMIT_SECONDS,
      },
    });
    return [
      hook('preToolUse', 'pre', SHELL),
      hook('preToolUse', 'pre', FILES, 'files'),
      hook('preToolUse', 'pre', MCP, 'mcp'),
      hook('permissionRequest', 'perm'),
      hook('postToolUse', 'post', SHELL),
      hook('postToolUse', 'post', MCP, 'mcp'),
      hook('postToolUseFailure', 'postfail'),
      hook('notification', 'notify'),
      hook('sessionStart', 'start'),
      hook('sessionEnd', 'end'),
      hook('agentStop', 'stop'),
      hook('subagentStart', 'substart'),
      hook('subagentStop', 'substop'),
    ];
  },
  earlier: ['ca501ee0aa5e35f05144254bfb218706756a72e5e724802cf8d838c2c41ee3c7'],
};
