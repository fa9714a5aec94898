import { join } from 'node:path';
import * as z from 'zod';
import type { Files } from '../core/fileAccess';

const Manifest = z.object({ version: z.string() });

/** The version in the manifest of the extension. Throws if the folder has no valid manifest. */
export async function extensionVersion(files: Files, extensionFolder: string): Promise<string> {
  const bytes = await files.read(join(extensionFolder, 'package.json'));
  return Manifest.parse(JSON.parse(Buffer.from(bytes ?? []).toString('utf8'))).version;
}
