import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { resolveCliPathFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { packagePath } from '../package.mjs';
import { ROOT, run, step } from '../shell.mjs';

/**
 * Opens the desktop VS Code with a separate profile, which contains pending suggestions.
 * @param {string} executable
 * @param {string} folder
 */
export async function openDesktop(executable, folder) {
  const profile = [
    ...['--user-data-dir', join(folder, 'user'), '--extensions-dir', join(folder, 'extensions')],
    ...['--disable-workspace-trust', '--skip-welcome'],
  ];
  const cli = resolveCliPathFromVSCodeExecutablePath(executable);
  await run(cli, [...profile, '--install-extension', await packagePath()], { quiet: true });
  await step('Learning from the sample history in VS Code', () =>
    runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: join(ROOT, 'scripts/host/seed'),
      extensionTestsPath: join(ROOT, 'scripts/host/seed/index.cjs'),
      reuseMachineInstall: true,
      launchArgs: [...profile, folder],
    }),
  );
  spawn(executable, [...profile, join(ROOT, 'samples')], {
    detached: true,
    stdio: 'ignore',
  }).unref();
  process.stdout.write('VS Code is open: the suggestions wait in the Rulewright view.\n');
}
