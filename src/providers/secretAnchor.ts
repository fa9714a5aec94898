import type * as vscode from 'vscode';
import * as z from 'zod';

const Anchor = z.strictObject({ seq: z.number().int(), version: z.string(), hash: z.string() });
type Anchor = z.infer<typeof Anchor>;

/** Stores the end of the version chain in VS Code's secret storage, one entry per storage folder. */
export function createSecretAnchor(secrets: vscode.SecretStorage, folder: string) {
  const key = `policy.anchor:${folder}`;
  return {
    get: async (): Promise<Anchor | undefined> => {
      const text = await secrets.get(key);
      if (text === undefined) return undefined;
      const parsed = Anchor.safeParse(fromJson(text));
      return parsed.success ? parsed.data : undefined;
    },
    set: async (anchor: Anchor): Promise<void> => secrets.store(key, JSON.stringify(anchor)),
  };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Written by something else, or truncated: the same as no anchor.
    return undefined;
  }
}
