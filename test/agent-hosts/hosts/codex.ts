import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { AgentHost, ReadyHost, RunFolders, SwitchForm } from '../host';
import { openaiResponses } from '../models/openaiResponses';
import { startJsonRpc } from '../jsonRpc';

const Listed = z.object({
  data: z.array(
    z.object({
      hooks: z.array(
        z.object({ key: z.string(), currentHash: z.string(), trustStatus: z.string() }),
      ),
    }),
  ),
});

/** Codex, `exec`. It runs a hook only after the user has trusted it. */
export const host: AgentHost = {
  name: 'codex',
  connectAs: 'codex',
  refusesComments: true,
  npm: { name: '@openai/codex', version: '0.171.0' },
  nodeMajor: 16,
  protocol: openaiResponses,
  canAsk: false,
  program: (modules, node) => [node, join(modules, '@openai', 'codex', 'bin', 'codex.js')],
  openShell: { tool: 'exec_command', input: { cmd: 'bash', tty: true, yield_time_ms: 500 } },
  mcp: {
    file: ([command, ...args]) => ({
      path: '.codex/config.toml',
      adds: `[mcp_servers.box]\ncommand = ${JSON.stringify(command)}\nargs = ${JSON.stringify(args)}\n`,
    }),
    run: (command) => [[{ tool: 'run', namespace: 'mcp__box', input: { command } }]],
  },
  forms: {
    userOff: config('[features]\nhooks = false\n'),
    earlierName: {
      ...config('[features]\nhooks = true\ncodex_hooks = false\n'),
      shows: 'connected',
    },
    profileOff: {
      shows: 'off',
      files: [
        { in: 'home', path: '.codex/quiet.config.toml', adds: '[features]\nhooks = false\n' },
      ],
      args: ['--profile', 'quiet'],
    },
    projectOff: config('[features]\nhooks = false\n', 'workspace'),
  },
  shell: (command) => ({ tool: 'exec_command', input: { cmd: command } }),
  // The tested model gets no file tool; its patches go through the shell tool.
  writeFile: (path, text) => ({
    tool: 'exec_command',
    input: {
      cmd: `apply_patch <<'E'\n*** Begin Patch\n*** Add File: ${path}\n+${text}\n*** End Patch\nE`,
    },
  }),
  ownFile: { in: 'home', path: '.codex/requirements.toml' },
  background: (cmd) => ({ tool: 'exec_command', input: { cmd, tty: true, yield_time_ms: 250 } }),
  subAgent: (prompt) => ({
    tool: 'spawn_agent',
    namespace: 'multi_agent_v1',
    input: { message: prompt },
  }),
  /** The files of a user who trusts the workspace. */
  async prepare({ home, workspace }) {
    await mkdir(join(home, '.codex'), { recursive: true });
    const trusted = `[projects.${JSON.stringify(workspace)}]\ntrust_level = "trusted"\n`;
    await writeFile(join(home, '.codex', 'config.toml'), trusted);
  },
  terminal: {
    shell: (cmd) => ({
      tool: 'exec_command',
      input: { cmd, sandbox_permissions: 'require_escalated', justification: 'it has to' },
    }),
    launch: ({ modelUrl, prompt, home }) => ({
      args: [...providerOptions(modelUrl), '-a', 'on-request', '-s', 'workspace-write', prompt],
      env: { CODEX_HOME: join(home, '.codex'), MOCK_KEY: 'dummy' },
    }),
    prepare: () => Promise.resolve(),
    question: /Wouldyouliketorun|MCPservertoruntool/,
    yes: '\r',
    no: '\u001b',
    afterYes: /done/,
    afterNo: /interrupted|Youcanceled|canceled/i,
    quit: '/quit\r',
  },
  launch: ({ modelUrl, prompt, home }) => ({
    args: [
      ...['exec', '--json', '--skip-git-repo-check', ...providerOptions(modelUrl)],
      ...['--dangerously-bypass-approvals-and-sandbox', prompt],
    ],
    env: { CODEX_HOME: join(home, '.codex'), MOCK_KEY: 'dummy' },
  }),
  trust: trustAllHooks,
};

/** A form that switches hooks off in its configuration. */
function config(adds: string, folder: keyof RunFolders = 'home'): SwitchForm {
  return { shows: 'off', files: [{ in: folder, path: '.codex/config.toml', adds }] };
}

/** Trusts every hook that Codex lists, through its app server, with the message of its own `/hooks` screen. */
async function trustAllHooks({ program, env, workspace, modelUrl }: ReadyHost): Promise<void> {
  const server = startJsonRpc([...program, ...providerOptions(modelUrl), 'app-server'], {
    env,
    cwd: workspace,
  });
  const list = async () => {
    const { data } = Listed.parse(await server.ask('hooks/list', { cwds: [workspace] }));
    return data.flatMap(({ hooks }) => hooks);
  };
  try {
    await server.ask('initialize', { clientInfo: { name: 'test', version: '1' } });
    server.notify('initialized', {});
    const value = Object.fromEntries(
      (await list()).map(({ key, currentHash }) => [key, { trusted_hash: currentHash }]),
    );
    const edit = { keyPath: 'hooks.state', value, mergeStrategy: 'upsert' };
    await server.ask('config/batchWrite', { edits: [edit] });
    const untrusted = (await list()).filter(({ trustStatus }) => trustStatus !== 'trusted');
    if (untrusted.length > 0) {
      throw new Error(`Codex does not trust ${untrusted.map(({ key }) => key).join(', ')}`);
    }
  } finally {
    await server.end();
  }
}

function providerOptions(modelUrl: string): readonly string[] {
  const values = {
    // A model name that does not exist, because older versions ask in a terminal to replace a retired model.
    model: 'mock',
    model_provider: 'mock',
    'model_providers.mock.name': 'mock',
    'model_providers.mock.base_url': `${modelUrl}/v1`,
    'model_providers.mock.wire_api': 'responses',
    'model_providers.mock.env_key': 'MOCK_KEY',
  };
  return Object.entries(values).flatMap(([key, value]) => [
    '-c',
    `${key}=${JSON.stringify(value)}`,
  ]);
}
