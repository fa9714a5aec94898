import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentHost, RunFolders, SwitchForm } from '../host';
import { geminiContent } from '../models/geminiContent';

const SETTINGS = {
  security: { auth: { selectedType: 'gemini-api-key' } },
  privacy: { usageStatisticsEnabled: false },
};

/** Gemini CLI, non-interactive, with every tool approved. */
export const host: AgentHost = {
  name: 'gemini',
  connectAs: 'gemini',
  npm: { name: '@google/gemini-cli', version: '0.61.0' },
  nodeMajor: 20,
  protocol: geminiContent,
  canAsk: true,
  program: (modules, node) => [node, join(modules, '@google', 'gemini-cli', 'bundle', 'gemini.js')],
  mcp: {
    file: ([command, ...args], mode) => ({
      path: '.gemini/settings.json',
      adds: { mcpServers: { box: { command, args, trust: mode !== 'asks' } } },
    }),
    run: (command) => [[{ tool: 'mcp_box_run', input: { command } }]],
  },
  forms: {
    userOff: settings({ hooksConfig: { enabled: false } }),
    nameOff: settings({ hooksConfig: { disabled: 'rulewright' } }),
    oddValue: settings({ hooksConfig: { enabled: '' } }),
    movedHome: {
      shows: 'connected',
      env: { GEMINI_CLI_HOME: '$HOME/other' },
      files: [
        { in: 'home', path: 'other/.gemini/settings.json', adds: SETTINGS },
        {
          in: 'home',
          path: 'other/.gemini/trustedFolders.json',
          adds: '{"$WORKSPACE":"TRUST_FOLDER"}',
        },
      ],
    },
    projectOff: settings({ hooksConfig: { enabled: false } }, 'workspace'),
    projectHooks: settings({ hooks: null }, 'workspace'),
    untrustedFolder: {
      shows: 'off',
      files: [
        { in: 'home', path: '.gemini/trustedFolders.json', adds: { $WORKSPACE: 'DO_NOT_TRUST' } },
      ],
    },
  },
  shell: (command) => ({
    tool: 'run_shell_command',
    input: { command, description: 'runs it' },
  }),
  writeFile: (path, text) => ({ tool: 'write_file', input: { file_path: path, content: text } }),
  ownFile: { in: 'workspace', path: '.gemini/hooks/other.json' },
  background: (command) => ({
    tool: 'run_shell_command',
    input: { command, description: 'runs it', is_background: true },
  }),
  subAgent: (prompt) => ({ tool: 'invoke_agent', input: { agent_name: 'generalist', prompt } }),
  endOfSubAgent: { tool: 'complete_task', input: { result: 'done', response: 'done' } },
  /** The files of a user who chose to use an API key. */
  async prepare({ home, workspace }) {
    await mkdir(join(home, '.gemini'), { recursive: true });
    const path = join(home, '.gemini', 'settings.json');
    await writeFile(path, `${JSON.stringify(SETTINGS, null, 2)}\n`);
    const trusted = { [workspace]: 'TRUST_FOLDER' };
    await writeFile(join(home, '.gemini', 'trustedFolders.json'), JSON.stringify(trusted));
  },
  terminal: {
    launch: ({ modelUrl, prompt }) => ({
      args: ['-i', prompt, '--model', 'gemini-2.5-pro', '--approval-mode', 'default'],
      env: environment(modelUrl),
    }),
    prepare: () => Promise.resolve(),
    question: /Allowexecution|Applythischange|Allowonce/,
    yes: '\r',
    no: '\u001b',
    afterYes: /done/,
    afterNo: /cancel|Usercancelled|declined/i,
    quit: '/quit\r',
  },
  launch: ({ modelUrl, prompt }) => ({
    args: [
      ...['--prompt', prompt, '--output-format', 'json', '--model', 'gemini-2.5-pro'],
      ...['--approval-mode', 'yolo'],
    ],
    env: environment(modelUrl),
  }),
};

/** A form that switches hooks off in its settings. */
function settings(adds: object, folder: keyof RunFolders = 'home'): SwitchForm {
  return { shows: 'off', files: [{ in: folder, path: '.gemini/settings.json', adds }] };
}

function environment(modelUrl: string): Readonly<Record<string, string>> {
  return {
    GEMINI_API_KEY: 'dummy',
    GOOGLE_GEMINI_BASE_URL: modelUrl,
    GEMINI_TELEMETRY_ENABLED: 'false',
    GEMINI_CLI_NO_RELAUNCH: 'true',
  };
}
