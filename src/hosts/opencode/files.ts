import * as l10n from '@vscode/l10n';
import { join } from 'node:path';
import type { HookPhase } from '../../core/hookPhase';
import { HOST_NAMES } from '../../core/hostNames';
import { hookLine, type HostFiles, type OtherTools } from '../hostFiles';
import { pluginText } from './plugin';

// Regular expressions for the names of tools.
const SHELL = '^bash$';
const FILES = '^(?:write|edit|multiedit|patch|apply_patch)$';
// MCP tools are named SERVER_TOOL.
const MCP = '^(?!apply_patch$).+_';

/** opencode. */
export const files: HostFiles = {
  name: HOST_NAMES.opencode,
  folder: ({ home, env }) => {
    const { XDG_CONFIG_HOME: moved } = env;
    const config = moved === undefined || moved === '' ? join(home, '.config') : moved;
    return join(config, 'opencode');
  },
  hookFile: 'plugin/rulewright.js',
  root: {},
  isDedicated: true,
  program: pluginText,
  get afterwards() {
    return l10n.t('opencode loads plugins when it starts: start it again where it is running.');
  },
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, tools?: string, other?: OtherTools) => ({
      event,
      value: {
        ...(tools === undefined ? {} : { tools }),
        command: hookLine(launcher, 'opencode', phase, other),
      },
    });
    return [
      hook('tool.execute.before', 'pre', SHELL),
      hook('tool.execute.before', 'pre', FILES, 'files'),
      hook('tool.execute.before', 'pre', MCP, 'mcp'),
      hook('tool.execute.after', 'post', SHELL),
      hook('tool.execute.after', 'post', MCP, 'mcp'),
      hook('permission.asked', 'notify'),
      hook('session.created', 'start'),
      hook('subagent.created', 'substart'),
      hook('session.idle', 'stop'),
      hook('subagent.idle', 'substop'),
      hook('dispose', 'end'),
    ];
  },
  earlier: [],
};
