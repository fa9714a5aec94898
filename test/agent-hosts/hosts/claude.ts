import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentHost, RunFolders, SwitchForm } from '../host';
import { anthropicMessages } from '../models/anthropicMessages';

/** Claude Code in print mode. Its native program is in a separate package for each system. */
export const host: AgentHost = {
  name: 'claude',
  connectAs: 'claude',
  refusesComments: true,
  npm: { name: '@anthropic-ai/claude-code', version: '2.1.332' },
  protocol: anthropicMessages,
  canAsk: true,
  program: (modules) => [
    join(modules, '@anthropic-ai', `claude-code-${process.platform}-${process.arch}`, 'claude'),
  ],
  mcp: {
    file: ([command, ...args]) => ({
      path: '.claude.json',
      adds: { mcpServers: { box: { type: 'stdio', command, args } } },
    }),
    run: (command) => [
      [{ tool: 'ToolSearch', input: { query: 'select:mcp__box__run', max_results: 5 } }],
      [{ tool: 'mcp__box__run', input: { command } }],
    ],
  },
  forms: {
    userOff: settings({ disableAllHooks: true }),
    localOff: {
      shows: 'connected',
      files: [{ in: 'home', path: '.claude/settings.local.json', adds: { disableAllHooks: true } }],
    },
    variableOff: settings({ env: { CLAUDE_CODE_SIMPLE: '1' } }),
    safeModeOff: settings({ env: { CLAUDE_CODE_SAFE_MODE: '1' } }),
    oddValue: { ...settings({ cleanupPeriodDays: 'many' }), shows: 'unreadable' },
    movedFolder: settings({ env: { CLAUDE_CONFIG_DIR: '$HOME/other' } }),
    movedHome: { shows: 'connected', files: [], env: { CLAUDE_CONFIG_DIR: '$HOME/other' } },
    projectVariable: {
      shows: 'connected',
      files: ['settings.json', 'settings.local.json'].map((name) => ({
        in: 'workspace',
        path: `.claude/${name}`,
        adds: { env: { CLAUDE_CODE_SIMPLE: '1', CLAUDE_CODE_SAFE_MODE: '1' } },
      })),
    },
    projectOff: settings({ disableAllHooks: true }, 'workspace'),
  },
  shell: (command) => ({ tool: 'Bash', input: { command, description: 'runs it' } }),
  writeFile: (path, text) => ({ tool: 'Write', input: { file_path: path, content: text } }),
  ownFile: { in: 'home', path: '.claude/settings.local.json' },
  background: (command) => ({
    tool: 'Bash',
    input: { command, description: 'runs it', run_in_background: true },
  }),
  otherShell: (command) => [
    [{ tool: 'ToolSearch', input: { query: 'select:Monitor', max_results: 5 } }],
    [{ tool: 'Monitor', input: { command, description: 'watches', timeout_ms: 5000 } }],
  ],
  subAgent: (prompt) => ({
    tool: 'Agent',
    input: {
      description: 'helps',
      prompt,
      subagent_type: 'general-purpose',
      run_in_background: false,
    },
  }),
  launch: ({ modelUrl, prompt }) => ({
    args: [
      ...['-p', prompt, '--output-format', 'json', '--model', 'claude-sonnet-4-5'],
      ...['--allowedTools', 'Bash', 'Monitor', 'Task', 'Agent', 'Write'],
    ],
    env: environment(modelUrl),
  }),
  terminal: {
    launch: ({ modelUrl, prompt }) => ({
      args: ['--model', 'claude-sonnet-4-5', prompt],
      env: environment(modelUrl),
    }),
    async prepare({ home, workspace }) {
      const answers = {
        hasCompletedOnboarding: true,
        theme: 'dark',
        customApiKeyResponses: { approved: ['dummy'], rejected: [] },
        projects: { [workspace]: { hasTrustDialogAccepted: true } },
      };
      await writeFile(join(home, '.claude.json'), JSON.stringify(answers));
    },
    question: /Doyouwanttoproceed/,
    yes: '1',
    no: '\u001b',
    afterYes: /done/,
    afterNo: /Interrupted|WhatshouldClaude/i,
    quit: '/exit\r',
  },
};

/** A form that switches hooks off in its settings. */
function settings(adds: object, folder: keyof RunFolders = 'home'): SwitchForm {
  return { shows: 'off', files: [{ in: folder, path: '.claude/settings.json', adds }] };
}

function environment(modelUrl: string): Readonly<Record<string, string>> {
  return {
    ANTHROPIC_BASE_URL: modelUrl,
    ANTHROPIC_API_KEY: 'dummy',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_ERROR_REPORTING: '1',
  };
}
