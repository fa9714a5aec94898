// `npm run hosts`: writes the two lists of agent hosts, with one entry for each folder of src/hosts, because a bundle
// cannot list folders. test/contract/hosts.test.ts checks that they are up to date.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from './shell.mjs';

const HOSTS = join(ROOT, 'src/hosts');
const HEADER =
  '// Written by `npm run hosts` from the folders beside this file. Not edited by hand.\n';

/**
 * The text of each list by its path.
 * @returns {Promise<Record<string, string>>}
 */
export async function hostLists() {
  const all = readdirSync(HOSTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const withFiles = all.filter((host) => existsSync(join(HOSTS, host, 'files.ts')));
  const lists = {
    'allHooks.ts': `${imports(all, 'hook')}import type { HostHook } from './hostHook';

/** How each agent host calls hooks and expects answers. Loaded by the guard, so no libraries. */
export const HOST_HOOKS = { ${all.join(', ')} } as const satisfies Readonly<Record<string, HostHook>>;

/** The agent hosts whose hooks the guard answers. */
export type HookHost = keyof typeof HOST_HOOKS;
`,
    'allFiles.ts': `${imports(withFiles, 'files')}import type { HostFiles } from './hostFiles';

/** The configuration of each agent host that can be connected. */
export const HOST_FILES = { ${withFiles.join(', ')} } as const satisfies Readonly<Record<string, HostFiles>>;
`,
  };
  const written = Object.entries(lists).map(async ([name, text]) => {
    const path = join(HOSTS, name);
    return [
      path,
      await format(HEADER + text, { ...(await resolveConfig(path)), parser: 'typescript' }),
    ];
  });
  return Object.fromEntries(await Promise.all(written));
}

/**
 * @param {readonly string[]} hosts
 * @param {string} part
 */
function imports(hosts, part) {
  return hosts.map((host) => `import { ${part} as ${host} } from './${host}/${part}';\n`).join('');
}

if (process.argv[1]?.endsWith('hosts.mjs') === true) {
  void hostLists().then((lists) => {
    for (const [path, text] of Object.entries(lists)) writeFileSync(path, text);
  });
}
