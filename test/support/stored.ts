import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { App } from '../../src/app';
import type { PolicyStore } from '../../src/core/ports';

/** A home and a storage folder as one version of the product wrote them, packed by `test/fixtures/stored/make.ts`. */
export const STORED_0_1_0 = 'test/fixtures/stored/0.1.0.json.br';

/** Placeholders for what differs between machines in hook files and in the launcher. */
const FOLDER = '@FOLDER@';
const NODE = '@NODE@';

/** Packs every file of `folder`, for `unpack`. */
export function pack(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const packed = files.map((path): [string, string] => [
    relative(folder, path),
    readFileSync(path, 'latin1').replaceAll(folder, FOLDER).replaceAll(process.execPath, NODE),
  ]);
  // A window of 16 MiB, because files contain repetitions far apart.
  return brotliCompressSync(JSON.stringify(Object.fromEntries(packed)), {
    params: { [constants.BROTLI_PARAM_LGWIN]: 24 },
  });
}

/** Extracts the files of a packed folder into `folder`. */
export function unpack(file: string, folder: string): void {
  const packed = JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as Record<
    string,
    string
  >;
  for (const [name, content] of Object.entries(packed)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const placed = content.replaceAll(FOLDER, folder).replaceAll(NODE, process.execPath);
    writeFileSync(path, Buffer.from(placed, 'latin1'), { mode: 0o700 });
  }
}

const COMMANDS = [
  'sudo mkfs.ext4 /dev/sda1',
  'git status',
  'npm publish',
  'npm run build',
  'ls -la',
];

/**
 * The contents of the policy store as plain data: rules, versions and their hashes, suggestions,
 * audit, returns.
 */
export async function policyFacts(
  policies: Pick<
    PolicyStore,
    'listRules' | 'listVersions' | 'listSuggestions' | 'listAudit' | 'previewReturn' | 'health'
  >,
): Promise<unknown> {
  const versions = await policies.listVersions();
  const returns: unknown[] = [];
  for (const { version } of versions) {
    returns.push(await policies.previewReturn('restore', version));
  }
  return {
    health: (await policies.health()).state,
    rules: await policies.listRules(),
    versions,
    suggestions: await policies.listSuggestions(),
    audit: await policies.listAudit(),
    returns,
  };
}

/** The stored data as returned by an open app, as plain data. */
export async function appFacts(app: App): Promise<unknown> {
  const decisions: unknown[] = [];
  for (const command of COMMANDS) {
    const { decision, rules, policyVersion } = (await app.explain(command)).verdict;
    decisions.push({ command, decision, rules, policyVersion });
  }
  const events = await app.history.recent(10_000);
  return plain({
    policy: await policyFacts(app.policies),
    agents: await app.agents.list(),
    decisions,
    // Several files, each in its own order.
    events: [...events].sort((one, other) => (one.id < other.id ? -1 : 1)),
  });
}

/** The value after serialization: undefined members are removed. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
