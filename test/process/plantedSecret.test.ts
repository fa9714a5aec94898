import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { openApp, type OpenApp } from '../../src/app/openApp';
import type { AppHistory } from '../../src/app/ports';
import { readSettings } from '../../src/settings';
import { installGuard } from '../support/installedGuard';
import { tinyBuild } from '../support/smallBase';
import { useTempFolder } from '../support/tempFolder';

/** A token whose form alone shows what it is, so that it is removed wherever it is. */
const SECRET = `ghp_${'q7Zt'.repeat(9)}`;

/** The hook calls of one session of Claude Code, with the secret in every text that it sends. */
const CALLS: readonly (readonly [phase: string, sent: object])[] = [
  ['start', { hook_event_name: 'SessionStart', source: SECRET }],
  ['pre', { ...shell(`curl -H 'Authorization: Bearer ${SECRET}' x`), tool_use_id: SECRET }],
  ['perm', shell(`curl -H 'Authorization: Bearer ${SECRET}' x`)],
  ['notify', { hook_event_name: 'Notification', message: `permission to use ${SECRET}` }],
  ['post', { ...shell(`echo ${SECRET}`), tool_response: { stdout: SECRET, stderr: SECRET } }],
  ['postfail', { ...shell(`git clone https://x:${SECRET}@h/r`), error: `Exit code 3 ${SECRET}` }],
  ['pre', { tool_name: 'mcp__x__run', tool_input: { command: `deploy --token ${SECRET}` } }],
  ['pre', { tool_name: 'Write', tool_input: { file_path: `/tmp/${SECRET}`, content: SECRET } }],
  ['perm', { tool_name: 'Task', tool_input: { prompt: SECRET } }],
  ['substart', { hook_event_name: 'SubagentStart', agent_id: SECRET, agent_type: SECRET }],
  ['stop', { hook_event_name: 'Stop', last_assistant_message: SECRET }],
];

function shell(command: string): object {
  return { tool_name: 'Bash', tool_input: { command, description: SECRET } };
}

const COLUMNS =
  'id,timestamp,event_type,tab_id,command,exit_code,stdout,stderr,tool,batch_id,metadata,safety_score,is_safe';

describe('a planted secret', function () {
  this.timeout(240_000);
  const folder = useTempFolder();
  const storage = (): string => join(folder(), 'storage');
  const home = (): string => join(folder(), 'home');
  const extensionFolder = (): string => join(folder(), 'extension');
  const out = (name: string): string => join(folder(), 'out', name);
  const notices: string[] = [];
  const opened: OpenApp[] = [];
  let previousHome: string | undefined;

  beforeEach(() => {
    for (const name of ['storage', 'home', 'out', 'extension']) mkdirSync(join(folder(), name));
    // Training with all bundled commands would take most of the time.
    tinyBuild(extensionFolder());
    copyFileSync('package.json', join(extensionFolder(), 'package.json'));
    previousHome = process.env['HOME'];
    process.env['HOME'] = home();
    notices.length = 0;
  });
  afterEach(async () => {
    process.env['HOME'] = previousHome;
    for (const app of opened.splice(0)) await app.close();
  });

  const open = async () => {
    const app = await openApp({
      folder: storage(),
      extensionFolder: extensionFolder(),
      settings: () => ({ ...readSettings(() => undefined), author: 'Ada' }),
      onTampering: (text) => notices.push(text),
      onHooksRestored: (found) => notices.push(JSON.stringify(found)),
      onError: (error) => notices.push(String(error)),
    });
    opened.push(app);
    return app.app;
  };

  /** What hosts send to the guard, once as themselves and once from a folder named after the secret. */
  function callGuard(): void {
    const launcher = installGuard(join(storage(), 'guard'));
    for (const [phase, sent] of CALLS) {
      for (const session of ['s1', SECRET]) {
        const cwd = join(folder(), session === SECRET ? SECRET : 'app');
        const input = { session_id: session, cwd, permission_mode: 'default', ...sent };
        const args = [launcher, '--host', 'claude', '--tools', 'mcp', phase];
        if (!JSON.stringify(sent).includes('mcp__')) args.splice(3, 2);
        const { stderr } = spawnSync('/bin/sh', args, {
          input: JSON.stringify(input),
          encoding: 'utf8',
          env: { PATH: process.env['PATH'], HOME: home() },
        });
        assert.ok(!stderr.includes(SECRET));
      }
    }
  }

  /** Lines as a guard of an older version, or another program, writes them into the spool. */
  function fillSpool(): void {
    const at = { ts: '2026-01-05T08:00:00Z', host: 'claude', sessionId: SECRET };
    const agent = { ...at, agentId: SECRET, project: SECRET, status: 'blocked' };
    const verdict = { decision: 'none', rules: [SECRET], shadow: [], policyVersion: SECRET };
    const event = {
      ...{ id: SECRET, ts: at.ts, eventType: 'command_requested', command: `echo ${SECRET}` },
      ...{ tool: SECRET, source: 'guard', context: { cwd: `/x/${SECRET}`, host: 'claude' } },
      verdict: { ...verdict, guard: SECRET, reason: SECRET },
    };
    const lines = [
      { event },
      { agent: { ...agent, action: `echo ${SECRET}`, reason: SECRET } },
      { outcome: { eventId: SECRET, exitCode: 3 } },
    ];
    mkdirSync(join(storage(), 'spool'), { recursive: true });
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    writeFileSync(join(storage(), 'spool', '99999999-1-a.jsonl'), text);
  }

  /** A CSV file with the secret in every cell that takes text, and in the name of a column. */
  function csvFile(): string {
    const row = (at: number): string =>
      [
        ...[`id-${at}-${SECRET}`, '2026-01-05T08:00:00Z', SECRET, SECRET],
        ...[`rm -rf build/${at} --key ${SECRET}`, '0', SECRET, SECRET, SECRET, SECRET, SECRET],
        ...['5', '1', SECRET],
      ].join(',');
    const rows = Array.from({ length: 20 }, (_, at) => row(at));
    const broken = `b,2026-01-05T08:00:00Z,a,a,ls,${SECRET},,,,,,${SECRET},${SECRET},`;
    const path = join(folder(), 'history.csv');
    writeFileSync(path, [`${COLUMNS},${SECRET}`, ...rows, broken, ''].join('\n'));
    return path;
  }

  /** The histories of other programs, with the secret in commands, titles and names. */
  function placeTranscripts(): void {
    const put = (path: string, text: string): void => {
      const whole = join(home(), path);
      mkdirSync(dirname(whole), { recursive: true });
      writeFileSync(whole, text);
    };
    put(
      '.bash_history',
      `#1767600000\nexport GITHUB_TOKEN=${SECRET}\n#1767600001\necho ${SECRET}\n`,
    );
    put('.zsh_history', `: 1767600000:0;curl -u a:${SECRET} x\n`);
    const call = {
      ...{ sessionId: SECRET, cwd: `/x/${SECRET}`, gitBranch: SECRET, uuid: SECRET },
      ...{ timestamp: '2026-01-05T08:00:00.000Z', type: 'assistant', version: '2.1.0' },
      message: {
        role: 'assistant',
        content: [
          { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: `echo ${SECRET}` } },
        ],
      },
    };
    const lines = [{ type: 'summary', summary: SECRET, leafUuid: SECRET }, call];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    put(`.claude/projects/-x-${SECRET}/${SECRET}.jsonl`, text);
  }

  /** The files that contain the secret, also as base64 and in the encoding of SQLite and Windows. */
  function filesWithSecret(at: string): readonly string[] {
    const forms = [
      Buffer.from(SECRET),
      Buffer.from(SECRET, 'utf16le'),
      // Without the first and last characters, which depend on the position.
      Buffer.from(Buffer.from(SECRET).toString('base64').slice(4, -4)),
      Buffer.from(SECRET.toLowerCase()),
    ];
    return readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((name) => {
      if (name.includes(SECRET)) return true;
      const path = join(at, name);
      if (!statSync(path).isFile()) return false;
      const bytes = readFileSync(path);
      return forms.some((form) => bytes.includes(form));
    });
  }

  const drained = async (history: AppHistory, atLeast: number): Promise<void> => {
    const until = Date.now() + 30_000;
    while ((await history.summary()).total < atLeast && Date.now() < until) {
      await new Promise((wait) => setTimeout(wait, 100));
    }
  };

  it('is in no file of the storage and in no export after a whole run', async () => {
    callGuard();
    fillSpool();
    placeTranscripts();
    const app = await open();
    await drained(app.history, 5);
    // Terminal, import, transcripts
    await app.record({ command: `echo ${SECRET}`, cwd: `/x/${SECRET}` } as never, Date.now());
    const report = await app.history.importCsv(csvFile());
    assert.equal(report.imported, 20);
    const found = (await app.sources.discover()).map(({ id }) => id);
    assert.ok(found.includes('bash') && found.includes('zsh') && found.includes('claude-code'));
    const imported = await app.sources.import(found);
    // Labels, agents
    const [first] = await app.history.recent(1);
    await app.history.label(first?.id ?? '', 'unsafe', `Ada ${SECRET}`);
    const agent = await app.agents.register(`agent ${SECRET}`);
    await app.agents.update(agent.id, `deploy --token ${SECRET}`, 5);
    await app.agents.setStatus(agent.id, 'blocked', `waits for ${SECRET}`);
    const refused = await app.agents.setStatus(agent.id, SECRET as never).catch(String);
    // Proposals, reviews
    const rule = { pattern: '^deploy', effect: 'deny', reason: `uses ${SECRET}`, title: SECRET };
    const texts = { instead: SECRET, match: [`deploy ${SECRET}`], not_match: [SECRET] };
    const meta = { note: SECRET, [SECRET]: { deep: [SECRET] } };
    const diff = { add: [{ ...rule, ...texts }], remove: [], meta };
    const proposedBy = `mcp ${SECRET}`;
    const one = await app.policies.propose({ proposedBy, diff });
    const other = await app.policies.propose({
      proposedBy,
      diff: { ...diff, add: [{ pattern: '^x', effect: 'ask' }] },
    });
    const withSecret = { pattern: `^deploy --key ${SECRET}`, effect: 'deny' as const };
    await assert.rejects(
      app.policies.propose({ proposedBy, diff: { ...diff, add: [withSecret] } }),
      /add\[0\]\.pattern: This looks like a secret/,
    );
    const comment = `because of ${SECRET}`;
    await app.policies.reject({ suggestionId: other.id, author: SECRET, comment });
    const session = await app.openReview('suggestion', one.id);
    const approval = {
      ...{ subjectId: one.id, diffHash: session.shown.diffHash, author: `Ada ${SECRET}` },
      ...{ comment, typed: 'APPLY', policyVersion: session.shown.policyVersion },
    };
    const part = { add: [{ at: 0, mode: 'enforce' as const, ...withSecret }], remove: [] };
    await assert.rejects(session.apply({ ...approval, part }), /This looks like a secret/);
    await session.apply(approval);
    // Learning, backtest
    const model = await app.learning.train({});
    const { suggestions } = await app.learning.generate({});
    const backtest = app.openBacktest([]);
    const tested = await backtest.test([{ rule: { pattern: 'rm', effect: 'deny' } }] as never, {});
    await backtest.close();
    // Exports, texts
    await app.history.exportCsv(out('history.csv'));
    await app.exportAudit(out('audit.jsonl'));
    await app.publish();
    const shown = JSON.stringify([
      ...[report, imported, model, suggestions, tested, refused, notices],
      ...[await app.policies.listAudit(), await app.policies.listSuggestions()],
      ...[await app.policies.listVersions(), await app.policies.listRules()],
      ...[await app.agents.list(), await app.history.recent(1000)],
    ]);
    await Promise.all(opened.splice(0).map((each) => each.close()));
    assert.deepEqual(filesWithSecret(storage()), []);
    assert.deepEqual(filesWithSecret(join(folder(), 'out')), []);
    const at = shown.indexOf(SECRET);
    assert.equal(at, -1, shown.slice(Math.max(0, at - 200), at + 60));
    // It was written, in the form without secrets.
    assert.match(readFileSync(out('history.csv'), 'utf8'), /\[secret:github-token\]/);
    assert.match(readFileSync(out('audit.jsonl'), 'utf8'), /because of \[secret:github-token\]/);
  });
});
