import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';

const Projects = z.object({ projects: z.record(z.string(), z.string()) });

/**
 * The project of a Gemini CLI session: from `.project_root` in the folder of `chats`, or from
 * `projects.json`, which maps paths to the names of these folders. Folders of older versions are
 * named after the SHA-256 of the path.
 */
export async function geminiRoot(path: string): Promise<string | undefined> {
  const [folder = ''] = path.split(/[\\/]chats[\\/]/);
  const written = await text(join(folder, '.project_root'));
  if (written !== undefined) return written.trim();
  const projects = projectsIn(await text(join(dirname(dirname(folder)), 'projects.json')));
  const name = basename(folder);
  const found = Object.entries(projects).find(
    ([root, slug]) => slug === name || hash(root) === name,
  );
  return found?.[0];
}

const hash = (root: string): string => createHash('sha256').update(root).digest('hex');

function projectsIn(json = '{}'): Readonly<Record<string, string>> {
  try {
    return Projects.safeParse(JSON.parse(json)).data?.projects ?? {};
  } catch {
    return {}; // a damaged file leaves the project unknown
  }
}

async function text(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined; // most versions have only one of the two files
  }
}
