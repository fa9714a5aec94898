import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';
import { type SourceId, sourceIdsIn } from '../core/historySource';
import { readSettings, SETTINGS, type Settings } from '../settings';

/** The current settings, each validated. */
export function currentSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration();
  return readSettings((id) => configuration.get(id));
}

/**
 * The current settings, cached until one of them changes, for callers that read them every second.
 */
export interface KeptSettings extends Disposable {
  readonly current: () => Settings;
}

export function keepSettings(): KeptSettings {
  let kept: Settings | undefined;
  const watching = onDidChangeSettings(() => {
    kept = undefined;
  });
  return {
    current: () => (kept ??= currentSettings()),
    dispose: () => {
      watching.dispose();
    },
  };
}

/** Turns recording on or off for this machine. */
export async function setRecording(on: boolean): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update(SETTINGS.record.id, on, vscode.ConfigurationTarget.Global);
}

/** The sources that are imported automatically on this machine. */
export const keptUpToDate = {
  get: (): readonly SourceId[] => sourceIdsIn(currentSettings().keepUpToDate),
  set: async (ids: readonly SourceId[]): Promise<void> => {
    await vscode.workspace
      .getConfiguration()
      .update(SETTINGS.keepUpToDate.id, ids, vscode.ConfigurationTarget.Global);
  },
};

/** Calls `listener` when a setting of Rulewright changed. */
export function onDidChangeSettings(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('rulewright')) listener();
  });
}
