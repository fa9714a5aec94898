import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import type { Agent } from '../../../src/core/agent';
import type { HookPhase } from '../../../src/core/hookPhase';
import { answerHook, writeToSpool } from '../../../src/guard/answerHook';
import { SpoolLine } from '../../../src/history/spool';
import { parseHookArguments } from '../../../src/guard/hookInput';
import { followSignal } from '../../../src/hosts/agentSignals';
import type { HookHost } from '../../../src/hosts/allHooks';
import { snapshotBytes } from '../../../src/policy/snapshotBytes';
import { aRule } from '../../support/aRule';
import { openTestStore } from '../../support/storeUnderTest';
import { ruleInForce } from '../../support/suggesting';
import { useTempFolder } from '../../support/tempFolder';

/** The rule that asked in the recorded cases. */
const ASKING = aRule({
  id: 'r-asked',
  pattern: 'asked-ran',
  effect: 'ask',
  title: 'Leaves another mark',
  reason: 'Marks are kept.',
  instead: 'Write it down.',
});

describe("a user's answer when an agent host asks", () => {
  const storage = useTempFolder();

  beforeEach(async () => {
    await mkdir(join(storage(), 'spool'));
    await mkdir(join(storage(), 'calls'));
    const rules = [ruleInForce('denied-by-rule'), ASKING];
    const policy = { rules, version: 'v1', seq: 1 };
    await writeFile(join(storage(), 'policy.snapshot'), snapshotBytes(policy, 7));
  });

  const call = (
    phase: HookPhase,
    command: string | undefined,
    more: Readonly<Record<string, unknown>> = {},
    host: HookHost = 'claude',
  ): void => {
    const tool = command === undefined ? {} : { tool_name: 'Bash', tool_input: { command } };
    const input = JSON.stringify({ session_id: 's', ...tool, ...more });
    writeToSpool(storage(), answerHook(storage(), { host, phase, input }));
  };
  const lines = (): readonly SpoolLine[] => {
    const folder = join(storage(), 'spool');
    return readdirSync(folder)
      .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
      .map((line) => SpoolLine.parse(JSON.parse(line)));
  };
  /** Every reason that the Agents view shows of a blocked agent while it follows the spool. */
  const shownReasons = async (): Promise<ReadonlySet<string | null>> => {
    const store = await openTestStore(storage());
    const shown: Agent[] = [];
    try {
      for (const signal of lines().flatMap((line) => ('agent' in line ? [line.agent] : []))) {
        await followSignal(store.agents, signal);
        shown.push(...(await store.agents.list()));
      }
    } finally {
      await store.close();
    }
    const blocked = shown.filter(({ status }) => status === 'blocked');
    return new Set(blocked.map(({ blockedReason }) => blockedReason));
  };
  const answers = () => {
    return lines()
      .flatMap((line) => ('outcome' in line ? [line.outcome] : []))
      .flatMap(({ answer, waitedMs }) => (answer === undefined ? [] : [{ answer, waitedMs }]));
  };
  const answersGiven = () => answers().map(({ answer }) => answer);
  /** The commands in the history, and their decisions. */
  const requested = () => {
    return lines().flatMap((line) =>
      'event' in line ? [[line.event.eventType, line.event.verdict?.decision]] : [],
    );
  };

  // Recorded from the real hosts while a user at a terminal answered: `npm run test:hosts -- --case approve --record`.
  const recorded = JSON.parse(readFileSync('test/fixtures/hooks/questions.json', 'utf8')) as Record<
    string,
    Record<string, readonly { readonly call: string; readonly input: object }[]>
  >;
  for (const [host, cases] of Object.entries(recorded)) {
    for (const [name, calls] of Object.entries(cases)) {
      it(`is the recorded answer in the case ${name} of ${host}`, () => {
        for (const { call: words, input } of calls) {
          const hook = parseHookArguments(words.split(' '));
          const answered = answerHook(storage(), { ...hook, input: JSON.stringify(input) });
          writeToSpool(storage(), answered);
        }
        assert.deepEqual(answersGiven(), [name === 'refuse' ? 'refused' : 'approved']);
        const decision = name === 'askApprove' ? 'ask' : 'none';
        assert.deepEqual(requested(), [['command_requested', decision]]);
      });
    }
  }

  for (const [host, { askApprove: calls }] of Object.entries(recorded)) {
    if (calls === undefined) continue;
    it(`leaves the rule that asks in the Agents view until it is said: ${host}`, async () => {
      for (const { call: words, input } of calls) {
        const hook = parseHookArguments(words.split(' '));
        writeToSpool(storage(), answerHook(storage(), { ...hook, input: JSON.stringify(input) }));
      }
      const reasons = await shownReasons();
      assert.equal(reasons.size, 1, [...reasons].join());
      assert.match([...reasons][0] ?? '', /^It leaves another mark/);
    });
  }

  it('names the tool that the host asks about, where it runs no command', () => {
    call('perm', undefined, { tool_name: 'Write', tool_input: { file_path: '/w/a' } });
    call('perm', 'make');
    const reasons = lines().flatMap((line) => ('agent' in line ? [line.agent.reason] : []));
    assert.deepEqual(reasons, ['The agent asks to use the tool Write.', undefined]);
  });

  it('is "approved" if the command runs, once, with the waiting time', () => {
    call('pre', 'make');
    call('perm', 'make');
    call('post', 'make');
    call('stop', undefined);
    call('end', undefined);
    assert.deepEqual(answersGiven(), ['approved']);
    assert.ok((answers()[0]?.waitedMs ?? -1) >= 0);
  });

  it('is "refused" if the turn ends and the command has not run', () => {
    call('pre', 'make');
    call('perm', 'make');
    call('stop', undefined);
    call('end', undefined);
    assert.deepEqual(answersGiven(), ['refused']);
  });

  it('is none if the host reports that a program has denied it in the meantime', () => {
    call('pre', 'make');
    call('perm', 'make');
    call('denied', 'make');
    call('end', undefined);
    assert.deepEqual(answersGiven(), []);
  });

  it('is recorded for each of several commands', () => {
    for (const command of ['make a', 'make b']) {
      call('pre', command);
      call('perm', command);
    }
    call('postfail', 'make b', { error: 'Exit code 2' });
    call('end', undefined);
    assert.deepEqual(answersGiven().sort(), ['approved', 'refused']);
  });

  it('is none if no user was asked, a program decides, or the policy has answered', () => {
    call('pre', 'make');
    call('post', 'make');
    for (const permission_mode of ['auto', 'bypassPermissions', 'dontAsk']) {
      call('pre', permission_mode, { permission_mode });
      call('perm', permission_mode, { permission_mode });
      call('post', permission_mode, { permission_mode });
    }
    call('pre', 'denied-by-rule');
    call('perm', 'denied-by-rule');
    call('end', undefined);
    assert.deepEqual(answersGiven(), []);
  });

  describe('on Qwen Code, which asks before its hook for commands is called', () => {
    const tool = { tool_name: 'run_shell_command' };
    const qwen = (phase: HookPhase, command?: string, callId?: string): void => {
      const more = callId === undefined ? {} : { tool_use_id: callId };
      call(phase, command, { ...tool, ...more }, 'qwen');
    };

    it('belongs to one command, independent of the waiting time', () => {
      mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-11-29T09:00:00Z') });
      try {
        qwen('perm', 'make');
        mock.timers.tick(60_000);
        qwen('pre', 'make', 'c1');
        qwen('post', 'make', 'c1');
        qwen('end');
      } finally {
        mock.timers.reset();
      }
      assert.deepEqual(requested(), [['command_requested', 'none']]);
      assert.deepEqual(answers(), [{ answer: 'approved', waitedMs: 60_000 }]);
    });

    it('is distinguished if a command is refused, and approved when asked again', () => {
      qwen('perm', 'make');
      qwen('stop');
      qwen('perm', 'make');
      qwen('pre', 'make', 'c2');
      qwen('post', 'make', 'c2');
      qwen('end');
      assert.deepEqual(answersGiven().sort(), ['approved', 'refused']);
      assert.equal(requested().length, 2);
    });

    const asksAboutTool = (): void => {
      const message = 'Qwen Code needs your permission to use run_shell_command';
      call('notify', undefined, { notification_type: 'permission_prompt', message }, 'qwen');
    };
    const approvesFirst = (command: string): void => {
      qwen('perm', command);
      asksAboutTool();
      qwen('pre', command, command);
    };

    it('is the answer to the second question if a rule asks', () => {
      for (const command of ['asked-ran 1', 'asked-ran 2']) {
        approvesFirst(command);
        asksAboutTool();
        if (command === 'asked-ran 1') qwen('post', command, command);
      }
      qwen('end');
      assert.deepEqual(answersGiven(), ['approved', 'refused']);
    });

    it('is none if the host then denies without a second question, as up to 0.15.10', () => {
      approvesFirst('asked-ran');
      qwen('stop');
      approvesFirst('asked-ran 2');
      qwen('perm', 'make');
      asksAboutTool();
      qwen('end');
      assert.deepEqual(answersGiven(), ['refused']);
      const refused = lines().flatMap((line) => ('outcome' in line ? [line.outcome.eventId] : []));
      const make = lines().flatMap((line) =>
        'event' in line && line.event.command === 'make' ? [line.event.id] : [],
      );
      assert.deepEqual(refused, make);
    });

    it('belongs to the second question even if the notification of the first arrives late', () => {
      for (const command of ['asked-ran 1', 'asked-ran 2', 'asked-ran 3']) {
        qwen('perm', command);
        qwen('pre', command, command);
        asksAboutTool();
        if (command === 'asked-ran 3') continue; // denied without a second question, as up to 0.15.10
        asksAboutTool();
        if (command === 'asked-ran 1') qwen('post', command, command);
      }
      qwen('end');
      assert.deepEqual(answersGiven(), ['approved', 'refused']);
    });

    it('belongs to the second question if the first has no notification', () => {
      mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-11-29T09:00:00Z') });
      try {
        qwen('perm', 'asked-ran');
        mock.timers.tick(3000);
        qwen('pre', 'asked-ran', 'c1');
        asksAboutTool();
        qwen('post', 'asked-ran', 'c1');
      } finally {
        mock.timers.reset();
      }
      assert.deepEqual(answersGiven(), ['approved']);
    });

    it('is none if a program denies what the user approved', async () => {
      qwen('perm', 'make');
      qwen('pre', 'make', 'c1');
      qwen('end');
      qwen('perm', 'make all');
      await writeFile(
        join(storage(), 'policy.snapshot'),
        snapshotBytes({ rules: [ruleInForce('make')], version: 'v2', seq: 2 }, 8),
      );
      qwen('pre', 'make all', 'c2');
      qwen('end');
      assert.deepEqual(answersGiven(), []);
    });

    it('is none if it asks no user, or the policy denies at once', () => {
      qwen('pre', 'make', 'c1');
      qwen('post', 'make', 'c1');
      qwen('perm', 'denied-by-rule');
      qwen('end');
      assert.deepEqual(answersGiven(), []);
      assert.deepEqual(requested().sort(), [
        ['command_requested', 'deny'],
        ['command_requested', 'none'],
      ]);
    });
  });

  const shellOf = { copilot: { tool_name: 'bash' }, gemini: { tool_name: 'run_shell_command' } };
  const asksAbout = {
    copilot: (command: string) => ({
      notification_type: 'permission_prompt',
      message: `Run command: ${command.replace(/\s+/g, ' ')}`,
    }),
    gemini: (command: string) => ({
      notification_type: 'ToolPermission',
      details: { type: 'exec', command },
    }),
  };
  const fileQuestion = {
    copilot: { notification_type: 'permission_prompt', message: 'Edit file: /repo/w.txt' },
    gemini: { notification_type: 'ToolPermission', details: { type: 'edit' } },
  };
  const namesNothing = {
    copilot: { notification_type: 'permission_prompt' },
    gemini: { notification_type: 'ToolPermission', details: {} },
  };

  for (const host of ['copilot', 'gemini'] as const) {
    const tool = shellOf[host];
    const request = (command: string): void => {
      call('pre', command, tool, host);
      if (host === 'copilot') call('perm', command, tool, host);
    };
    const asks = (command: string): void => {
      call('notify', undefined, asksAbout[host](command), host);
    };
    const runs = (command: string): void => {
      call('post', command, tool, host);
    };
    const ends = (): void => {
      call('end', undefined, {}, host);
    };

    it(`waits for the notification of ${host}: its hooks are called if it asks nobody, too`, () => {
      request('make 1');
      runs('make 1');
      request('make 2');
      asks('make 2');
      runs('make 2');
      ends();
      assert.deepEqual(answersGiven(), ['approved']);
    });

    it(`belongs to the command named by ${host}, independent of other requests`, () => {
      request('make 1 &&\n  make install');
      request('make 2');
      asks('make 1 &&\n  make install');
      runs('make 2');
      assert.deepEqual(answersGiven(), []);
      runs('make 1 &&\n  make install');
      ends();
      assert.deepEqual(answersGiven(), ['approved']);
    });

    it(`belongs to the newest command if ${host} does not name it`, () => {
      request('make 1');
      request('make 2');
      call('notify', undefined, namesNothing[host], host);
      runs('make 1');
      ends();
      assert.deepEqual(answersGiven(), ['refused']);
    });

    it(`is none for a command that has run if ${host} asks about a file, or names nothing`, () => {
      request('make');
      runs('make');
      call('notify', undefined, fileQuestion[host], host);
      call('notify', undefined, namesNothing[host], host);
      ends();
      assert.deepEqual(answersGiven(), []);
    });

    it(`is none for a command that was denied on ${host}`, () => {
      request('denied-by-rule');
      call('notify', undefined, namesNothing[host], host);
      ends();
      assert.deepEqual(answersGiven(), []);
    });
  }

  it('stays unknown if the notes of a session become too large, and the file stays small', async () => {
    const calls = join(storage(), 'calls');
    call('pre', 'make');
    call('perm', 'make');
    const [name = ''] = readdirSync(calls).filter((one) => one.startsWith('asked-'));
    await writeFile(join(calls, name), 'x\n'.repeat(70_000));
    call('pre', 'make 2');
    call('perm', 'make 2');
    assert.ok(readFileSync(join(calls, name)).length < 1000);
    call('end', undefined);
    assert.deepEqual(answersGiven(), ['refused']);
  });

  it('is not ended by a sub-agent of the session', () => {
    call('pre', 'make');
    call('perm', 'make');
    call('stop', undefined, { agent_id: 'helper' });
    call('post', 'make');
    assert.deepEqual(answersGiven(), ['approved']);
  });

  it('is recorded for an agent that is named after its working directory', () => {
    for (const cwd of ['/home/ada/work/shop/', 'C:\\work\\shop', undefined])
      call('start', undefined, { cwd });
    const projects = lines().map((line) => ('agent' in line ? line.agent.project : ''));
    assert.deepEqual(projects.sort(), ['shop', 'shop', undefined]);
  });
});
