import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostConnection } from '../../src/core/agentHost';
import { openWindow, until, type Attack, type Result } from './attack';

/** A file in the home folder with which a host does not call its hooks any more; `{}` is merged into JSON. */
const SWITCHES: readonly (readonly [host: string, file: string, content: object | string])[] = [
  ['claude', '.claude/settings.json', { disableAllHooks: true }],
  ['claude', '.claude/settings.json', { env: { CLAUDE_CODE_SIMPLE: '1' } }],
  ['claude', '.claude/settings.json', { env: { CLAUDE_CONFIG_DIR: '/tmp/other' } }],
  ['claude', 'work/.claude/settings.json', { disableAllHooks: true }],
  ['claude', 'work/.claude/settings.local.json', { disableAllHooks: true }],
  ['codex', '.codex/config.toml', '[features]\nhooks = false\n'],
  ['copilot', '.copilot/hooks/rulewright.json', { disableAllHooks: true }],
  ['gemini', '.gemini/settings.json', { hooksConfig: { enabled: false } }],
  ['gemini', '.gemini/settings.json', { hooksConfig: { disabled: ['rulewright'] } }],
  ['qwen', '.qwen/settings.json', { disableAllHooks: true }],
  ['qwen', '.qwen/.env', 'QWEN_CODE_SIMPLE=1\n'],
  ['qwen', '.env', 'QWEN_HOME=~/other\n'],
  ['qwen', 'work/.env', 'QWEN_CODE_SIMPLE=1\n'],
];

function put(path: string, content: object | string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (typeof content === 'string') {
    writeFileSync(path, content);
    return;
  }
  const before = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : {};
  writeFileSync(path, JSON.stringify({ ...before, ...content }));
}

/** A window in a home folder of its own, with the host connected and the project `work` open. */
async function withHost(
  folder: string,
  host: string,
  act: (options: {
    readonly home: string;
    readonly notices: readonly string[];
    readonly state: () => Promise<HostConnection | undefined>;
  }) => Promise<Result>,
): Promise<Result> {
  const home = join(folder, 'home');
  const before = process.env['HOME'];
  mkdirSync(join(home, 'work'), { recursive: true });
  process.env['HOME'] = home;
  try {
    const { app, notices } = await openWindow(join(folder, 'storage'), undefined, [
      join(home, 'work'),
    ]);
    try {
      const { connections } = app.app;
      const state = async (): Promise<HostConnection | undefined> =>
        (await connections.list()).find((one) => one.host === host);
      await connections.write(await connections.propose(host, 'connect'));
      await connections.recheck();
      return await act({ home, notices, state });
    } finally {
      await app.close();
    }
  } finally {
    process.env['HOME'] = before;
  }
}

const SWITCHED_OFF: readonly Attack[] = SWITCHES.map(([host, file, content]) => ({
  name: `the hooks of ${host} are switched off: ${file} ${JSON.stringify(content)}`,
  run: (folder) =>
    withHost(folder, host, async ({ home, state }) => {
      put(join(home, file), content);
      return (await state())?.state === 'off' ? 'noticed' : 'unnoticed';
    }),
}));

/** The file with the hooks of a host, and what is there after an attack. */
const REMOVED: readonly Attack[] = [
  ['claude', '.claude/settings.json', '{}\n'],
  ['codex', '.codex/hooks.json', '{}\n'],
  ['cursor', '.cursor/hooks.json', '{"version":1,"hooks":{}}\n'],
  ['gemini', '.gemini/settings.json', '{"hooks":{}}\n'],
  ['copilot', '.copilot/hooks/rulewright.json', '{"version":1,"hooks":{}}\n'],
].map(([host = '', file = '', content = '']) => ({
  name: `the hooks of ${host} are removed from ${file}`,
  run: (folder) =>
    withHost(folder, host, async ({ home, notices }) => {
      const path = join(home, file);
      writeFileSync(path, content);
      const isRepaired = (): boolean => readFileSync(path, 'utf8').includes('guard.sh');
      const isNoticed = await until(() => notices.length > 0 && isRepaired());
      return isNoticed ? 'noticed' : 'unnoticed';
    }),
}));

/** Attacks on the files by which hosts call the guard. */
export const HOST_ATTACKS: readonly Attack[] = [...SWITCHED_OFF, ...REMOVED];
