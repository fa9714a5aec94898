'use strict';
const vscode = require('vscode');

/**
 * Runs inside VS Code with the installed extension: imports the sample and generates suggestions.
 */
exports.run = async function run() {
  await vscode.commands.executeCommand('rulewright.telemetry.importSample');
  await vscode.commands.executeCommand('rulewright.learning.generateSuggestions');
  const pending = await vscode.commands.executeCommand('rulewright.policy.listSuggestions');
  if (pending.length === 0) throw new Error('The sample history led to no suggestion.');
};
