// `npm run hosts`: writes the lists of agent hosts, with one entry for each folder of src/hosts, because a bundle cannot
// list folders, and their names for the layers that may not import src/hosts. test/contract/hosts.test.ts checks that
// they are up to date.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from './shell.mjs';

const HOSTS = join(ROOT, 'src/hosts');
const HEADER = '// Written by `npm run hosts` from the folders of src/hosts. Not edited by hand.\n';

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
    'src/hosts/allHooks.ts': `${imports(all, 'hook')}import type { HostHook } from './hostHook';

/** How each agent host calls hooks and expects answers. Loaded by the guard, so no libraries. */
export const HOST_HOOKS = { ${all.join(', ')} } as const satisfies Readonly<Record<string, HostHook>>;

/** The agent hosts whose hooks the guard answers. */
export type HookHost = keyof typeof HOST_HOOKS;
`,
    'src/hosts/allFiles.ts': `${imports(withFiles, 'files')}import type { HostFiles } from './hostFiles';

/** The configuration of each agent host that can be connected. */
export const HOST_FILES = { ${withFiles.join(', ')} } as const satisfies Readonly<Record<string, HostFiles>>;
`,
    'src/core/hostNames.ts': `/** The names of agent hosts by their id. They are the same in every language. */
export const HOST_NAMES = { ${all.flatMap(nameEntry).join(', ')} } as const;
`,
  };
  const written = Object.entries(lists).map(async ([name, text]) => {
    const path = join(ROOT, name);
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

/**
 * The entry of a host in `HOST_NAMES`: `name` of its `hook.ts`. None for a host without files of its own.
 * @param {string} host
 */
function nameEntry(host) {
  const [, name] =
    /^ +name: ('.*'),$/m.exec(readFileSync(join(HOSTS, host, 'hook.ts'), 'utf8')) ?? [];
  return name === undefined ? [] : [`${host}: ${name}`];
}

if (process.argv[1]?.endsWith('hosts.mjs') === true) {
  void hostLists().then((lists) => {
    for (const [path, text] of Object.entries(lists)) writeFileSync(path, text);
  });
}
