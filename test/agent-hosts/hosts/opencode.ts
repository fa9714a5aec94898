import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentHost } from '../host';
import { openaiChat } from '../models/openaiChat';

const VERSION = '1.18.33';

/** opencode, non-interactive, with every tool allowed. */
export const host: AgentHost = {
  name: 'opencode',
  connectAs: 'opencode',
  npm: { name: 'opencode-ai', version: VERSION },
  protocol: openaiChat,
  canAsk: false,
  program: (modules) => [
    join(modules, `opencode-${process.platform}-${process.arch}`, 'bin', 'opencode'),
  ],
  mcp: {
    file: ([command, ...args]) => ({
      path: '.config/opencode/config.json',
      adds: { mcp: { box: { type: 'local', command: [command, ...args] } } },
    }),
    run: (command) => [[{ tool: 'box_run', input: { command } }]],
  },
  forms: {
    noPlugins: {
      shows: 'connected',
      files: [
        { in: 'home', path: '.config/opencode/config.json', adds: { plugin: [] } },
        { in: 'workspace', path: 'opencode.json', adds: { plugin: [] } },
      ],
    },
  },
  shell: (command) => ({ tool: 'bash', input: { command, description: 'runs it' } }),
  writeFile: (path, text) => ({ tool: 'write', input: { filePath: path, content: text } }),
  ownFile: { in: 'home', path: '.config/opencode/plugin/other.js' },
  background: (command) => ({
    tool: 'bash',
    input: { command: `${command} &`, description: 'runs it' },
  }),
  subAgent: (prompt) => ({
    tool: 'task',
    input: { description: 'helps', prompt, subagent_type: 'general' },
  }),
  /** The files of a user who has started it before: at the first start it installs 64 MB from npm for plugins. */
  async prepare({ home }) {
    const folder = join(home, '.config', 'opencode');
    await mkdir(join(folder, 'node_modules'), { recursive: true });
    const dependencies = { '@opencode-ai/plugin': VERSION };
    const lock = { lockfileVersion: 3, packages: { '': { dependencies } } };
    await writeFile(join(folder, 'package.json'), `${JSON.stringify({ dependencies })}\n`);
    await writeFile(join(folder, 'package-lock.json'), `${JSON.stringify(lock)}\n`);
    await writeFile(modelsIn(home), '{}\n');
  },
  launch: ({ modelUrl, prompt, home }) => ({
    args: ['run', prompt],
    env: environment(modelUrl, home, 'allow'),
  }),
  terminal: {
    launch: ({ modelUrl, prompt, home }) => ({
      args: ['--prompt', prompt],
      env: environment(modelUrl, home, 'ask'),
    }),
    prepare: () => Promise.resolve(),
    question: /Permissionrequired/,
    yes: '\r',
    no: '\u001b',
    afterYes: /done/,
    afterNo: /ctrl\+pcommands/,
    quit: '/exit\r',
  },
};

/** The list of known models; empty, because reading the bundled one takes a fifth of a run. */
const modelsIn = (home: string): string => join(home, 'models.json');

function environment(
  modelUrl: string,
  home: string,
  tools: 'allow' | 'ask',
): Readonly<Record<string, string>> {
  return {
    OPENCODE_MODELS_PATH: modelsIn(home),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_CONFIG_CONTENT: JSON.stringify(settings(modelUrl, tools)),
  };
}

/** `tools`: how it treats tools that are neither allowed nor forbidden. */
function settings(modelUrl: string, tools: 'allow' | 'ask'): object {
  const mock = {
    npm: '@ai-sdk/openai-compatible',
    options: { baseURL: `${modelUrl}/v1`, apiKey: 'dummy' },
    models: { mock: { tool_call: true } },
  };
  return {
    provider: { mock },
    model: 'mock/mock',
    small_model: 'mock/mock',
    autoupdate: false,
    share: 'disabled',
    permission: { '*': tools, external_directory: 'allow' },
  };
}
