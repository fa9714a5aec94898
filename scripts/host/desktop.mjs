import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isExecutable, which } from '../shell.mjs';

/**
 * The VS Code for tests: the one named in VSCODE_EXECUTABLE_PATH, otherwise an installed desktop, otherwise on Linux
 * the server host with a replacement for `code`. With `undefined`, @vscode/test-electron downloads one.
 * @returns {string | undefined}
 */
export function desktopExecutable() {
  const named = process.env['VSCODE_EXECUTABLE_PATH'];
  if (named !== undefined && named !== '') {
    if (!isExecutable(named))
      throw new Error(`VSCODE_EXECUTABLE_PATH names ${named}, which cannot be run.`);
    return named;
  }
  const installed = installedDesktop();
  if (installed !== undefined) return installed;
  return process.platform === 'linux' ? join(import.meta.dirname, 'code.mjs') : undefined;
}

/** The desktop VS Code that the `code` command belongs to, if there is one and a display. */
export function installedDesktop() {
  const command = which('code');
  if (command === undefined || !hasScreen()) return undefined;
  // `code` is a script in <application>/bin; in a remote window it is not part of an application.
  const application = dirname(dirname(realpathSync(command)));
  const executable = join(application, 'code');
  return existsSync(join(application, 'resources')) && isExecutable(executable)
    ? executable
    : undefined;
}

function hasScreen() {
  return (
    process.platform !== 'linux' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined
  );
}
