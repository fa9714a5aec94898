import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { AgentHost } from '../../test/agent-hosts/host';
import { host as claude } from '../../test/agent-hosts/hosts/claude';
import { host as codex } from '../../test/agent-hosts/hosts/codex';
import { host as copilot } from '../../test/agent-hosts/hosts/copilot';
import { host as gemini } from '../../test/agent-hosts/hosts/gemini';
import { installHost } from '../../test/agent-hosts/installHost';
import { startModelServer, type ToolCall } from '../../test/agent-hosts/models/modelServer';
import { baseEnvironment, prepareWorkspace, type Recording } from './recording';
import { openTerminal } from './terminal';

/**
 * The model's tool calls. The user answers the first with yes, the second with always, the third
 * with no.
 */
const COMMANDS = ['mkdir one', 'git fetch --all', 'rm -rf one'];
const PROMPT = 'Please do SCRIPT:main now';
const ESCAPE = '\u001B';

const Known = z.object({ projects: z.record(z.string(), z.unknown()) });

/** How a host asks the user, and what the user types. */
interface Asking {
  readonly host: AgentHost;
  /** The arguments of an interactive session. */
  args(launched: readonly string[]): readonly string[];
  /** Files of a user who has used the host before. */
  prepare?(home: string, workspace: string): Promise<void>;
  call?(command: string): ToolCall;
  /** A question before the first one, such as whether to trust the folder, and its answer. */
  readonly first?: readonly [RegExp, string];
  readonly question: RegExp;
  /** The answers to the three questions, each as keys typed one after the other. */
  readonly answers: readonly (readonly string[])[];
  readonly over: RegExp;
  /** Removes recorded data that is not needed. */
  shorten?(home: string): Promise<void>;
  readonly keep: RegExp;
}

const HOSTS: Readonly<Record<string, Asking>> = {
  'claude-code': {
    host: claude,
    args: () => ['--model', 'claude-sonnet-4-5', PROMPT],
    prepare: (home, workspace) =>
      writeJson(join(home, '.claude.json'), {
        hasCompletedOnboarding: true,
        theme: 'dark',
        customApiKeyResponses: { approved: ['dummy'], rejected: [] },
        projects: { [workspace]: { hasTrustDialogAccepted: true } },
      }),
    question: /Doyouwanttoproceed/,
    answers: [['1'], ['2'], [ESCAPE]],
    over: /Interrupted/,
    shorten: async (home) => {
      const path = join(home, '.claude.json');
      const { projects } = Known.parse(JSON.parse(await readFile(path, 'utf8')));
      await writeJson(path, { projects });
    },
    keep: /^(?:\.claude\/projects\/.*\.jsonl|shop\/\.claude\/settings\.local\.json|\.claude\.json)$/,
  },
  codex: {
    host: codex,
    args: (launched) => [
      ...launched.slice(
        launched.indexOf('--skip-git-repo-check') + 1,
        launched.indexOf('--dangerously-bypass-approvals-and-sandbox'),
      ),
      ...['-a', 'on-request', '-s', 'workspace-write', '--no-alt-screen', PROMPT],
    ],
    prepare: (home, workspace) =>
      writeFile(
        join(home, '.codex/config.toml'),
        `[projects.${JSON.stringify(workspace)}]\ntrust_level = "trusted"\n`,
      ),
    call: (command) => ({
      tool: 'exec_command',
      input: {
        cmd: command,
        sandbox_permissions: 'require_escalated',
        justification: 'It needs it',
        prefix_rule: command.split(' ').slice(0, 2),
      },
    }),
    question: /Wouldyouliketorun/,
    answers: [['y'], ['p'], [ESCAPE]],
    over: /Conversationinterrupted/,
    keep: /^\.codex\/(?:sessions\/.*\.jsonl|rules\/.*\.rules)$/,
  },
  'gemini-cli': {
    host: gemini,
    args: () => [
      ...['--prompt-interactive', PROMPT, '--model', 'gemini-2.5-pro', '--skip-trust'],
      ...['--approval-mode', 'default'],
    ],
    prepare: (home) =>
      writeJson(join(home, '.gemini/settings.json'), {
        security: {
          auth: { selectedType: 'gemini-api-key' },
          enablePermanentToolApproval: true,
        },
        privacy: { usageStatisticsEnabled: false },
      }),
    question: /Allowexecutionof/,
    answers: [['1'], ['3'], [ESCAPE]],
    over: /Requestcancelled/,
    keep: /^\.gemini\/(?:tmp\/.*(?:chats\/.*\.jsonl|\.project_root)|policies\/.*\.toml)$/,
  },
  'copilot-cli': {
    host: copilot,
    args: () => ['-i', PROMPT, '--no-auto-update'],
    first: [/Doyoutrust/, '1'],
    question: /Doyouwanttorunthiscommand/,
    answers: [['1'], ['2'], ['3', 'use the trash', '\r']],
    over: /done/,
    keep: /^\.copilot\/(?:session-state\/.*events\.jsonl|permissions-config\.json)$/,
  },
};

/** Interactive sessions of agent hosts in which a user answers. */
export const ANSWERED: Readonly<Record<string, Recording>> = Object.fromEntries(
  Object.entries(HOSTS).map(([id, asking]) => [`${id}-answered`, answered(asking)]),
);

function answered(asking: Asking): Recording {
  return {
    folder: '.',
    keep: asking.keep,
    async run(home) {
      const { host } = asking;
      const call = (command: string) => asking.call?.(command) ?? host.shell(command);
      const installed = await installHost(host, false);
      if (typeof installed === 'string') throw new Error(installed);
      const workspace = await prepareWorkspace(home);
      await host.prepare?.({ home, workspace });
      await asking.prepare?.(home, workspace);
      const server = await startModelServer({
        protocol: host.protocol,
        scripts: { main: COMMANDS.map((command) => [call(command)]) },
        onRequest: () => undefined,
      });
      const launch = host.launch({ home, workspace, modelUrl: server.url, prompt: PROMPT });
      const base = { ...baseEnvironment(home), TERM: 'xterm-256color' };
      const terminal = openTerminal([...installed.program, ...asking.args(launch.args)], {
        cwd: workspace,
        env: { ...base, ...installed.env, ...launch.env },
      });
      try {
        if (asking.first !== undefined) {
          await terminal.until(asking.first[0]);
          terminal.type(asking.first[1]);
        }
        for (const keys of asking.answers) {
          await terminal.until(asking.question);
          for (const key of keys) {
            await terminal.quiet();
            terminal.type(key);
          }
        }
        await terminal.until(asking.over);
        await terminal.quiet();
      } finally {
        await terminal.close();
        await server.close();
      }
      await asking.shorten?.(home);
      return `${host.npm.name} ${installed.version}`;
    },
  };
}

async function writeJson(path: string, value: object): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
