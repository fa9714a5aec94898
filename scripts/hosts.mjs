// `npm run hosts`: writes the lists of agent hosts, with one entry for each folder of src/hosts, because a bundle cannot
// list folders; what layers that may not import src/hosts know of them; and the table of their files in
// docs/threat-model.md. test/contract/hosts.test.ts checks that all are up to date.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { ROOT } from './shell.mjs';

const HOSTS = join(ROOT, 'src/hosts');
const HEADER = '// Written by `npm run hosts` from the folders of src/hosts. Not edited by hand.\n';

/** @typedef {import('../src/core/hostOwns').HostOwns} HostOwns */

/**
 * The text of each file by its path.
 * @returns {Promise<Record<string, string>>}
 */
export async function hostLists() {
  const all = readdirSync(HOSTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const withFiles = all.filter((host) => existsSync(join(HOSTS, host, 'files.ts')));
  const owns = await ownsOf(all);
  const lists = {
    'src/hosts/allHooks.ts': `${HEADER}${imports(all, 'hook')}import type { HostHook } from './hostHook';

/** How each agent host calls hooks and expects answers. Loaded by the guard, so no libraries. */
export const HOST_HOOKS = { ${all.join(', ')} } as const satisfies Readonly<Record<string, HostHook>>;

/** The agent hosts whose hooks the guard answers. */
export type HookHost = keyof typeof HOST_HOOKS;
`,
    'src/hosts/allFiles.ts': `${HEADER}${imports(withFiles, 'files')}import type { HostFiles } from './hostFiles';

/** The configuration of each agent host that can be connected. */
export const HOST_FILES = { ${withFiles.join(', ')} } as const satisfies Readonly<Record<string, HostFiles>>;
`,
    'src/core/hostNames.ts': `${HEADER}/** The names of agent hosts by their id. They are the same in every language. */
export const HOST_NAMES = { ${owns.map(([host, { name }]) => `${host}: ${quoted(name)}`).join(', ')} } as const;

/** The files by which a project configures agent hosts; names of folders end with \`/\`. */
export const PROJECT_FILES: readonly string[] = [${owns.flatMap(([, { projectFiles }]) => projectFiles.map(quoted)).join(', ')}];
`,
    'docs/threat-model.md': withTable(owns.map(([, one]) => one)),
  };
  const written = Object.entries(lists).map(async ([name, text]) => {
    const path = join(ROOT, name);
    return [path, await format(text, { ...(await resolveConfig(path)), filepath: path })];
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
 * What belongs to each host, from its `hook.ts`. None for a host without files of its own.
 * @param {readonly string[]} hosts
 * @returns {Promise<readonly (readonly [host: string, owns: HostOwns])[]>}
 */
async function ownsOf(hosts) {
  const hooks = hosts.map(async (host) => {
    const { hook } = await import(pathToFileURL(join(HOSTS, host, 'hook.ts')).href);
    return /** @type {[string, HostOwns | undefined]} */ ([host, hook.owns]);
  });
  return (await Promise.all(hooks)).flatMap(([host, owns]) =>
    owns === undefined ? [] : [[host, owns]],
  );
}

/** @param {string} text */
const quoted = (text) => `'${text}'`;

const TABLE =
  /(<!-- The table is written by `npm run hosts`. -->\n)[^]*(<!-- End of the table. -->\n)/;

/**
 * docs/threat-model.md with the table of the files of hosts.
 * @param {readonly HostOwns[]} owns
 */
function withTable(owns) {
  const rows = owns.map(
    ({ name, folder, variable, files, askedFiles = [], projectFiles }) =>
      `| ${name} | ${inFolder(folder, files)} | ${variable === undefined ? '–' : `\`${variable}\``} | ${[
        ...(askedFiles.length === 0 ? [] : [inFolder(folder, askedFiles)]),
        ...projectFiles.map((file) => `\`${file}\``),
      ].join(', ')} |`,
  );
  const head = '| host | denied | variable of another folder | asked about |\n| - | - | - | - |';
  const text = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8');
  if (!TABLE.test(text)) throw new Error('docs/threat-model.md has no place for the table.');
  const table = [head, ...rows].join('\n');
  return text.replace(TABLE, (_, begin, end) => `${begin}\n${table}\n\n${end}`);
}

/**
 * @param {string} folder
 * @param {readonly string[]} files
 */
function inFolder(folder, files) {
  return files.map((file) => `\`~/${folder === '.' ? '' : `${folder}/`}${file}\``).join(', ');
}

if (process.argv[1]?.endsWith('hosts.mjs') === true) {
  void hostLists().then((lists) => {
    for (const [path, text] of Object.entries(lists)) writeFileSync(path, text);
  });
}
