import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentHost, RunFolders, SwitchForm } from '../host';
import { openaiChat } from '../models/openaiChat';

const SETTINGS = { security: { auth: { selectedType: 'openai' } } };

/** Qwen Code, non-interactive, with every tool approved. */
export const host: AgentHost = {
  name: 'qwen',
  connectAs: 'qwen',
  npm: { name: '@qwen-code/qwen-code', version: '0.24.4' },
  nodeMajor: 22,
  protocol: openaiChat,
  canAsk: true,
  hasFormOfOther: true,
  program: (modules, node) => [node, join(modules, '@qwen-code', 'qwen-code', 'cli.js')],
  mcp: {
    file: ([command, ...args], mode) => ({
      path: '.qwen/settings.json',
      adds: { mcpServers: { box: { command, args, trust: mode !== 'asks' } } },
    }),
    run: (command) => [[{ tool: 'mcp__box__run', input: { command } }]],
  },
  forms: {
    userOff: settings({ disableAllHooks: true }),
    variableOff: settings({ env: { QWEN_CODE_SIMPLE: '1' } }),
    oddValue: settings({ disableAllHooks: 'true' }),
    machineOff: {
      shows: 'off',
      files: [
        { in: 'home', path: 'machine.json', adds: { disableAllHooks: true } },
        { in: 'home', path: '.env', adds: 'QWEN_CODE_SYSTEM_SETTINGS_PATH=$HOME/machine.json\n' },
      ],
    },
    movedFolder: {
      shows: 'off',
      files: [
        { in: 'home', path: '.env', adds: 'QWEN_HOME=~/other\n' },
        { in: 'home', path: 'other/settings.json', adds: SETTINGS },
      ],
    },
    movedHome: {
      shows: 'connected',
      env: { QWEN_HOME: '~/other' },
      files: [{ in: 'home', path: 'other/settings.json', adds: SETTINGS }],
    },
    projectOff: settings({ disableAllHooks: true }, 'workspace'),
    projectVariableOff: variables('workspace', 'export QWEN_CODE_SIMPLE="1" # short\n'),
    variableAboveOff: variables('above', 'QWEN_CODE_SIMPLE=1\n'),
  },
  shell: (command) => ({
    tool: 'run_shell_command',
    input: { command, description: 'runs it', is_background: false },
  }),
  writeFile: (path, text) => ({ tool: 'write_file', input: { file_path: path, content: text } }),
  ownFile: { in: 'home', path: '.qwen/settings.json' },
  background: (command) => ({
    tool: 'run_shell_command',
    input: { command, description: 'runs it', is_background: true },
  }),
  otherShell: (command) => [[{ tool: 'monitor', input: { command, description: 'watches' } }]],
  subAgent: (prompt) => ({
    tool: 'agent',
    input: { description: 'helps', prompt, subagent_type: 'general-purpose' },
  }),
  /** The files of a user who chose to use an API key. */
  async prepare({ home }) {
    await mkdir(join(home, '.qwen'), { recursive: true });
    const path = join(home, '.qwen', 'settings.json');
    await writeFile(path, `${JSON.stringify(SETTINGS, null, 2)}\n`);
  },
  terminal: {
    launch: ({ modelUrl, prompt }) => ({
      args: ['--prompt-interactive', prompt, '--approval-mode', 'default'],
      env: environment(modelUrl),
    }),
    prepare: () => Promise.resolve(),
    question: /Allowexecution|Allowonce|Yes,allow/,
    yes: '\r',
    no: '\u001b',
    afterYes: /done/,
    afterNo: /Typeyourmessage/,
    quit: '/quit\r',
  },
  launch: ({ modelUrl, prompt }) => ({
    args: ['--prompt', prompt, '--approval-mode', 'yolo', '--output-format', 'json'],
    env: environment(modelUrl),
  }),
  // Node compiles its program only once.
  shared: (folder) => ({ NODE_COMPILE_CACHE: join(folder, 'compiled') }),
};

/** A form that switches hooks off in its settings. */
function settings(adds: object, folder: keyof RunFolders = 'home'): SwitchForm {
  return { shows: 'off', files: [{ in: folder, path: '.qwen/settings.json', adds }] };
}

/** A form that switches hooks off in an `.env` file. */
function variables(folder: SwitchForm['files'][number]['in'], adds: string): SwitchForm {
  return { shows: 'off', files: [{ in: folder, path: '.env', adds }] };
}

function environment(modelUrl: string): Readonly<Record<string, string>> {
  return {
    OPENAI_API_KEY: 'dummy',
    OPENAI_BASE_URL: `${modelUrl}/v1`,
    OPENAI_MODEL: 'qwen3-coder-plus',
    QWEN_TELEMETRY_ENABLED: 'false',
  };
}
