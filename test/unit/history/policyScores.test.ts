import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { effectiveLabel } from '../../../src/core/event';
import { createNodeFiles } from '../../../src/files/nodeFiles';
import { loadCommandsCsv } from '../../../src/history/csv/csvImport';
import { createHistory, type CommandHistory } from '../../../src/history/history';
import { hookEvent, terminalEvent } from '../../../src/history/recorder';
import { Spool } from '../../../src/history/spool';
import { NO_AGENTS } from '../../support/noAgents';
import { useTempFolder } from '../../support/tempFolder';
import { labelledOf } from '../../support/labelledOf';

/**
 * Created by version 0.1.0 as of c0ece66, which stored a decision of the policy as a safety score: two denials, an
 * allow and a command without a rule that its guard left in the spool; the same for a terminal; an event of source
 * `mcp`; an import of three rows with scores of their own; labels by a person on one denial of each; and the export of
 * everything.
 */
const OLD = 'test/fixtures/history/policy-scores';
const SEGMENTS = [
  '01793610002000-101-5-fixture-000001.events.jsonl',
  '01793610013000-101-5-fixture-000002.labels.jsonl',
];

const BY_PEOPLE = { 'rm -rf /tmp/cache': 'unsafe', 'rm -rf notes': 'safe' };
const IMPORTED = {
  'shutdown now': 'unsafe',
  pwd: 'safe',
  'dd if=/dev/zero of=/dev/sda': 'unsafe',
};

describe('a decision of the policy', () => {
  const folder = useTempFolder();

  function open(): CommandHistory {
    const clock = { now: () => Date.UTC(2026, 11, 1) };
    return createHistory({ files: createNodeFiles(), folder: folder(), clock, owner: '7-7-now' });
  }

  async function openOld(): Promise<CommandHistory> {
    for (const name of SEGMENTS) await copyFile(join(OLD, name), join(folder(), name));
    return open();
  }

  it('is not a label when recorded', () => {
    const stamp = { id: 'a', nowMs: 0 };
    const verdict = {
      decision: 'deny',
      score: 0,
      rules: ['r'],
      shadow: [],
      policyVersion: 'v',
      reason: '',
    } as const;
    const hook = { host: 'claude', eventType: 'command_requested', command: 'rm x' };
    const events = [
      hookEvent({ ...hook, tool: 'Bash', sessionId: 's' }, stamp, verdict),
      terminalEvent({ command: 'rm x', confidence: 'high', terminalId: '1' }, stamp, verdict),
    ];
    for (const event of events) {
      assert.equal(event.safetyScore, undefined);
      assert.equal(effectiveLabel(event), 'unknown');
    }
  });

  it('is not a label in the history of an earlier version', async () => {
    const history = await openOld();
    const labels = { ...BY_PEOPLE, ...IMPORTED };
    const learned = await labelledOf(history);
    assert.deepEqual(
      Object.fromEntries(
        learned.filter(({ label }) => label !== 'unknown').map((row) => [row.command, row.label]),
      ),
      labels,
    );
    assert.deepEqual((await history.summary()).labels, { safe: 2, unsafe: 3, unknown: 7 });
    for (const event of await history.recent(100)) {
      const label = (labels as Readonly<Record<string, string>>)[event.command];
      assert.equal(effectiveLabel(event), label ?? 'unknown', event.command);
    }
  });

  it('is counted as a label when a person gives one now', async () => {
    const history = await openOld();
    const denied = (await history.recent(100)).find(({ command }) => command === 'rm -rf build');
    assert.ok(denied);
    await history.label(denied.id, 'unsafe', 'bob');
    assert.deepEqual((await history.summary()).labels, { safe: 2, unsafe: 4, unknown: 6 });
  });

  it("is not a label in the spool of an earlier version's guard", async () => {
    const history = open();
    const spool = join(folder(), 'spool');
    await mkdir(spool);
    await writeFile(join(spool, '1-a.jsonl'), await readFile(join(OLD, 'spool.jsonl')));
    await new Spool({
      files: createNodeFiles(),
      folder: spool,
      target: history,
      clock: Date,
      owner: '7-7-now',
      ownerHasEnded: () => true,
      agents: NO_AGENTS,
    }).drain();
    assert.deepEqual((await history.summary()).labels, { safe: 0, unsafe: 0, unknown: 4 });
  });

  it('is not a label in a file exported by an earlier version or now', async () => {
    const again = join(folder(), 'again.csv');
    await (await openOld()).exportCsv(again);
    for (const path of [join(OLD, 'export.csv'), again]) {
      const { commands } = await loadCommandsCsv(path);
      assert.deepEqual(
        Object.fromEntries(
          commands
            .filter(({ label }) => label !== 'unknown')
            .map(({ command, label }) => [command, label]),
        ),
        { ...BY_PEOPLE, ...IMPORTED },
        path,
      );
    }
    const report = await open().importCsv(join(OLD, 'export.csv'));
    assert.equal(report.repeated, 12);
    const row = (await readFile(again, 'utf8'))
      .split('\r\n')
      .find((line) => line.includes('build'));
    assert.match(row ?? '', /,rm -rf build,,,,,,$/);
  });

  it('is a score if another program exported it', async () => {
    const path = join(folder(), 'others.csv');
    await writeFile(
      path,
      'id,event_type,tab_id,tool,command,safety_score,metadata\n' +
        '5a,command_executed,1,execute_shell,halt,0,{}\n' +
        '5b,command_executed,1,terminal,pwd,100,{}\n' +
        '5c,command_executed,1,terminal,dd,1,\n',
    );
    const { commands } = await loadCommandsCsv(path);
    assert.deepEqual(
      commands.map(({ label }) => label),
      ['unsafe', 'safe', 'unsafe'],
    );
  });
});

describe('an event of source mcp, as earlier versions allowed', () => {
  const folder = useTempFolder();

  it("is read as a guard's event", async () => {
    for (const name of SEGMENTS) await copyFile(join(OLD, name), join(folder(), name));
    const clock = { now: () => Date.UTC(2026, 11, 1) };
    const files = createNodeFiles();
    const history = createHistory({ files, folder: folder(), clock, owner: '7-7-now' });
    const event = (await history.recent(100)).find(({ id }) => id === 'mcp-1');
    assert.equal(event?.source, 'guard');
    assert.equal((await history.summary()).damaged, 0);
  });
});
