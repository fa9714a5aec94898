import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AgentHost } from '../test/agent-hosts/host';
import { host as claude } from '../test/agent-hosts/hosts/claude';
import { host as codex } from '../test/agent-hosts/hosts/codex';
import { host as copilot } from '../test/agent-hosts/hosts/copilot';
import { host as gemini } from '../test/agent-hosts/hosts/gemini';
import { installHost } from '../test/agent-hosts/installHost';
import { type Script, startModelServer } from '../test/agent-hosts/models/modelServer';
import { startTree } from '../test/agent-hosts/processTree';
import { ANSWERED } from './record/answered';
import { atuin, opencode } from './record/databases';
import { baseEnvironment, prepareWorkspace, type Recording } from './record/recording';
import { openTerminal } from './record/terminal';

/*
 * `npx tsx scripts/recordSources.ts [ID …]` records the files that real shells and agent hosts write, as fixtures for
 * `src/history/sources`. Shells run in a pseudo-terminal, agent hosts with a model server on 127.0.0.1.
 */

const FIXTURES = join(import.meta.dirname, '../test/fixtures/sources');
const LIMIT_MS = 90_000;
/** Replaces the folders of the recording in a fixture. */
const HOME = '/home/ada';

/** The commands that the model requests, in order: one that succeeds, one that fails, one with two lines. */
const COMMANDS = ['echo one', "sh -c 'exit 3'", "printf 'two\\n' &&\n  git status --short"];

/** The same in Codex's code mode, with a command that the script computes, and one that may not run. */
const SCRIPTS = [
  'const r = await tools.exec_command({"cmd":"echo one"});\ntext(r.output);\n',
  `const dir = "/tmp"; const [a, b] = await Promise.all([
    tools.exec_command({ cmd: "sh -c 'exit 3'", workdir: dir }), // fails
    tools.exec_command({ cmd: 'printf "two\\n" &&\\n' + '  git status --short' })]);
  text(JSON.stringify([a, b]));`,
  'for (const n of [1, 2]) text(await tools.exec_command({ cmd: `echo ${n}` }));',
  'if (1 > 2) await tools.exec_command({ cmd: "echo never" });',
  "await tools.exec_command({ cmd: 'rm -r /tmp/x', sandbox_permissions: 'require_escalated' });",
];

const RECORDINGS: Readonly<Record<string, Recording>> = {
  'claude-code': agent(claude, '.claude/projects', /\.jsonl$/),
  codex: agent(codex, '.codex/sessions', /\.jsonl$/),
  'codex-script': agent(
    codex,
    '.codex/sessions',
    /\.jsonl$/,
    SCRIPTS.map((text) => [{ tool: 'exec', input: {}, text }]),
    ['--enable', 'code_mode'],
  ),
  'gemini-cli': agent(gemini, '.gemini/tmp', /chats\/.*\.jsonl?$|\.project_root$/),
  'copilot-cli': agent(copilot, '.copilot/session-state', /events\.jsonl$/),
  ...ANSWERED,
  opencode,
  atuin,
  bash: shell(['bash', '-i'], '.bash_history', {}, [
    'echo one',
    'HISTTIMEFORMAT="%F %T "',
    "printf 'two\\n'",
    'shopt -s lithist cmdhist',
    'for n in 1 2; do\necho $n\ndone',
    'sh -c "exit 3"',
  ]),
  // Without HISTTIMEFORMAT, no times are recorded.
  'bash-plain': shell(['bash', '-i'], '.bash_history', {}, ['echo one', 'git status', 'echo one']),
  zsh: shell(
    ['zsh', '-i'],
    '.zsh_history',
    {
      '.zshrc':
        'HISTFILE=~/.zsh_history\nHISTSIZE=1000\nSAVEHIST=1000\nsetopt EXTENDED_HISTORY INC_APPEND_HISTORY_TIME\n',
    },
    ['echo one', 'echo "żółć ☃ été"', 'echo two \\\n  three', 'sleep 1', 'sh -c "exit 3"'],
  ),
  fish: shell(['fish', '-i'], '.local/share/fish/fish_history', {}, [
    'echo one',
    'cat README.md',
    String.raw`echo 'a\nb' \\`,
    'for n in 1 2\necho $n\nend',
    'sh -c "exit 3"',
  ]),
};

/** One session of an agent host, without hooks. */
function agent(
  host: AgentHost,
  folder: string,
  keep: RegExp,
  main: Script = COMMANDS.map((command) => [host.shell(command)]),
  options: readonly string[] = [],
): Recording {
  return {
    folder,
    keep,
    async run(home) {
      const installed = await installHost(host, false);
      if (typeof installed === 'string') throw new Error(installed);
      const workspace = await prepareWorkspace(home);
      const server = await startModelServer({
        protocol: host.protocol,
        scripts: { main },
        onRequest: () => undefined,
      });
      try {
        await host.prepare?.({ home, workspace });
        const prompt = 'Please do SCRIPT:main now';
        const { args, env } = host.launch({ home, workspace, modelUrl: server.url, prompt });
        const { exit, stderr } = await startTree([...installed.program, ...args, ...options], {
          cwd: workspace,
          env: { ...baseEnvironment(home), ...installed.env, ...env },
          limitMs: LIMIT_MS,
        }).ended;
        if (exit !== 0) throw new Error(`${host.name} ended with ${exit}: ${stderr}`);
      } finally {
        await server.close();
      }
      return `${host.npm.name} ${installed.version}`;
    },
  };
}

/** Lines typed into an interactive shell. */
function shell(
  program: readonly string[],
  path: string,
  files: Readonly<Record<string, string>>,
  lines: readonly string[],
): Recording {
  return {
    folder: dirname(path),
    keep: new RegExp(
      `^${
        path
          .split('/')
          .at(-1)
          ?.replaceAll('.', String.raw`\.`) ?? ''
      }$`,
    ),
    async run(home) {
      const workspace = await prepareWorkspace(home);
      for (const [name, text] of Object.entries(files)) await writeFile(join(home, name), text);
      const terminal = openTerminal(program, { cwd: workspace, env: baseEnvironment(home) });
      await terminal.quiet();
      for (const line of [...lines, 'exit']) {
        terminal.type(`${line.replaceAll('\n', '\r')}\r`);
        await terminal.quiet();
      }
      await terminal.exited;
      return program[0] ?? '';
    },
  };
}

async function record(id: string, recording: Recording): Promise<void> {
  const home =
    recording.home ?? (await realpath(await mkdtemp(join(tmpdir(), 'rulewright-record-'))));
  try {
    await mkdir(join(home, 'tmp'), { recursive: true });
    const what = await recording.run(home);
    const target = join(FIXTURES, id);
    await rm(target, { recursive: true, force: true });
    await copyKept(home, recording, target);
    process.stdout.write(`${id}: ${what}\n`);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  }
}

async function copyKept(home: string, recording: Recording, target: string): Promise<void> {
  const { folder, keep } = recording;
  const root = join(home, folder);
  const names = await readdir(root, { recursive: true });
  const kept = names.filter((name) => keep.test(name));
  if (kept.length === 0) throw new Error(`Nothing was left in ${folder}: ${names.join(' ')}`);
  for (const name of kept) {
    const to = join(target, relative(home, root), name.replaceAll(slug(home), slug(HOME)));
    await mkdir(dirname(to), { recursive: true });
    if (recording.home !== undefined) {
      await writeFile(`${to}.gz`, gzipSync(await readFile(join(root, name)), { level: 9 }));
      continue;
    }
    await cp(join(root, name), to);
    const text = await readFile(to, 'latin1'); // preserves all bytes
    const moved = text.replaceAll(home, HOME).replaceAll(slug(home), slug(HOME));
    await writeFile(to, name.endsWith('.jsonl') ? shortened(moved) : moved, 'latin1');
  }
}

/** Removes lines with long texts that hosts add, such as prompts: they contain no commands. */
function shortened(lines: string): string {
  return lines.replaceAll(/"((?:[^"\\]|\\.){300})(?:[^"\\]|\\.)*"/g, '"$1..."');
}

/** The name that Claude Code gives to the folder of a project. */
const slug = (path: string): string => path.replaceAll(/[^a-zA-Z0-9]/g, '-');

async function main(): Promise<void> {
  const chosen = process.argv.slice(2);
  for (const [id, recording] of Object.entries(RECORDINGS)) {
    if (chosen.length === 0 || chosen.includes(id)) await record(id, recording);
  }
}

void main();
