import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentHost } from '../host';
import { openaiChat } from '../models/openaiChat';

/** GitHub Copilot CLI with a custom model provider, which requires no login. */
export const host: AgentHost = {
  name: 'copilot',
  connectAs: 'copilot',
  refusesComments: true,
  npm: { name: '@github/copilot', version: '1.0.102' },
  protocol: openaiChat,
  canAsk: true,
  exit2Text: 'hook exited with code 2',
  program: (modules) => [
    join(modules, '@github', `copilot-${process.platform}-${process.arch}`, 'copilot'),
  ],
  mcp: {
    file: ([command, ...args]) => ({
      path: '.copilot/mcp-config.json',
      adds: { mcpServers: { box: { type: 'local', command, args, tools: ['*'] } } },
    }),
    run: (command) => [[{ tool: 'box-run', input: { command } }]],
  },
  forms: {
    userOff: {
      shows: 'connected',
      files: ['settings.json', 'config.json'].map((name) => ({
        in: 'home',
        path: `.copilot/${name}`,
        adds: { disableAllHooks: true },
      })),
    },
    movedHome: {
      shows: 'connected',
      files: [],
      env: { COPILOT_HOME: '$HOME/other' },
      args: ['--no-custom-instructions'],
    },
    projectOff: {
      shows: 'off',
      files: [
        {
          in: 'workspace',
          path: '.github/copilot/settings.json',
          adds: { disableAllHooks: true },
        },
      ],
    },
  },
  shell: (command) => ({ tool: 'bash', input: { command, description: 'runs it' } }),
  writeFile: (path, text) => ({ tool: 'create', input: { path, file_text: text } }),
  ownFile: { in: 'home', path: '.copilot/hooks/other.json' },
  background: (command) => ({
    tool: 'bash',
    input: { command, description: 'runs it', mode: 'async' },
  }),
  // 1.0.102 offers the tool to no model of another provider, and asks the hook all the same before it looks for it.
  otherShell: (command) => [
    [{ tool: 'write_bash', input: { shellId: 'one', input: `${command}{enter}`, delay: 1 } }],
  ],
  subAgent: (prompt) => ({
    tool: 'task',
    input: {
      description: 'helps',
      name: 'helper',
      agent_type: 'general-purpose',
      mode: 'sync',
      prompt,
    },
  }),
  /** The files of a user who trusts the workspace. */
  async prepare({ home, workspace }) {
    await mkdir(join(home, '.copilot'), { recursive: true });
    const config = { trusted_folders: [workspace] };
    await writeFile(join(home, '.copilot', 'config.json'), `${JSON.stringify(config)}\n`);
  },
  terminal: {
    launch: ({ modelUrl, prompt }) => ({
      args: ['-i', prompt, '--no-auto-update', '--no-color'],
      env: environment(modelUrl),
    }),
    prepare: () => Promise.resolve(),
    question: /Doyouwantto(?:run|use|allow)/,
    yes: '\r',
    no: '\u001b',
    afterYes: /done/,
    afterNo: /cancel|rejected|denied/i,
    quit: '/exit\r',
  },
  launch: ({ modelUrl, prompt }) => ({
    args: [
      ...['-p', prompt, '--no-auto-update', '--no-color', '--output-format', 'json'],
      '--allow-all',
    ],
    env: environment(modelUrl),
  }),
  // It extracts 235 MB into its cache at the first start.
  shared: (folder) => ({ XDG_CACHE_HOME: join(folder, 'cache') }),
};

function environment(modelUrl: string): Readonly<Record<string, string>> {
  return {
    COPILOT_OFFLINE: 'true',
    COPILOT_AUTO_UPDATE: 'false',
    COPILOT_PROVIDER_BASE_URL: `${modelUrl}/v1`,
    COPILOT_PROVIDER_API_KEY: 'dummy',
    COPILOT_MODEL: 'gpt-4.1',
  };
}
