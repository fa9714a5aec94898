import { dirname } from 'node:path';
import { parseHookArguments, readHookInput, writeOut } from './hookInput';
import { answerHook, leaveInSpool } from './hookRun';

// A program of its own, started once per command: it loads nothing that deciding does not need.
function main(): void {
  const args = parseHookArguments(process.argv.slice(2));
  // Installed, this file lies in the guard folder of the storage.
  const storage = args.storage ?? process.env['RULEWRIGHT_STORAGE'] ?? dirname(__dirname);
  const answered = answerHook(storage, { ...args, input: readHookInput() });
  const { stdout, stderr, exitCode } = answered.outcome;
  if (stderr !== '') writeOut(2, stderr);
  if (stdout !== '') writeOut(1, stdout);
  process.exitCode = exitCode;
  try {
    leaveInSpool(storage, answered);
  } catch {
    // A full disk or a missing right loses a line of history; the answer above stands.
    return;
  }
}

try {
  main();
} catch (error) {
  // Exit code 2 with a reason blocks on every host: a guard that fails must not let commands through.
  writeOut(
    2,
    `Rulewright could not decide: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 2;
}
