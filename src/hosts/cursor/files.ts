import { mayDecide, type HookPhase } from '../../core/hookPhase';
import { HOST_NAMES } from '../../core/hostNames';
import { folderOf, hookLine, LIMIT_SECONDS, type HostFiles, type OtherTools } from '../hostFiles';

const FILES = 'Write|Delete';

/** Cursor. */
export const files: HostFiles = {
  name: HOST_NAMES.cursor,
  folder: (place) => folderOf(place, '.cursor'),
  hookFile: 'hooks.json',
  root: { version: 1 },
  isDedicated: false,
  afterwards: '',
  entries: (launcher) => {
    const hook = (event: string, phase: HookPhase, matcher?: string, tools?: OtherTools) => ({
      event,
      value: {
        ...(matcher === undefined ? {} : { matcher }),
        command: hookLine(launcher, 'cursor', phase, tools),
        timeout: LIMIT_SECONDS,
        ...(mayDecide(phase) ? { failClosed: true } : {}),
      },
    });
    return [
      hook('beforeShellExecution', 'pre'),
      hook('preToolUse', 'pre', FILES, 'files'),
      hook('beforeMCPExecution', 'pre', undefined, 'mcp'),
      hook('afterShellExecution', 'post'),
      hook('afterMCPExecution', 'post', undefined, 'mcp'),
      hook('sessionStart', 'start'),
      hook('sessionEnd', 'end'),
      hook('stop', 'stop'),
      hook('subagentStart', 'substart'),
      hook('subagentStop', 'substop'),
    ];
  },
  earlier: ['23cb23ea840a630a84919cfeeeb0e3f2fca99a9a6f67b6d41fcc9e6854b18178'],
};
