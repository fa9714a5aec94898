import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { compilePolicy } from '../../../src/policy/compilePolicy';
import { evaluate } from '../../../src/policy/evaluate';
import { DEFAULT_GUARD_SETTINGS } from '../../../src/guard/guardSettings';
import { guardOwnFiles } from '../../../src/guard/guardOwnFiles';
import { HOST_HOOKS } from '../../../src/hosts/allHooks';
import type { HostHook } from '../../../src/hosts/hostHook';
import { runHook } from '../../../src/guard/runHook';
import {
  ASKED,
  FOUND,
  HOME,
  MORE_ASKED,
  MORE_PASSES,
  MORE_SWITCHES_OFF,
  PASSES,
  STORAGE,
  SWITCHES_OFF,
} from '../../attacks/ownFileCommands';
import { blindCommands } from '../../corpora/expand';
import { hookInputs } from '../../support/hookInputs';

const NO_RULES = compilePolicy({ rules: [], version: 'v1', seq: 1 });
const own = guardOwnFiles({ storage: STORAGE, guard: `${STORAGE}/guard` }, { HOME });
const decide = (command: string) =>
  evaluate(NO_RULES, command, { ownFiles: own, cwd: `${HOME}/app` });

/** The expected decision by the heading in the files; otherwise deny. */
const EXPECTED: Readonly<Record<string, 'ask' | 'none'>> = {
  'asked about': 'ask',
  'still passes': 'none',
};

/** A tool and its input. */
const CALL = /^(\w+) (\{.*\})$/;

/** What a call of a tool of Claude Code gets; the serena server is started in the home folder. */
function decideCall(tool: string, input: unknown): string {
  const cwd = tool.startsWith('mcp__serena') ? HOME : `${HOME}/app`;
  const call = { hook_event_name: 'PreToolUse', session_id: 's', tool_name: tool };
  const text = JSON.stringify({ ...call, cwd, tool_input: input });
  return runHook(
    { host: 'claude', phase: 'pre', input: text, isMcp: tool.startsWith('mcp__') },
    DEFAULT_GUARD_SETTINGS,
    () => assert.fail('no file tool runs a command'),
    { ownFiles: own },
  ).answer.decision;
}

describe('self-protection on commands', () => {
  for (const command of [...SWITCHES_OFF, ...MORE_SWITCHES_OFF, ...FOUND]) {
    it(`denies ${command}`, () => {
      assert.equal(decide(command).decision, 'deny');
    });
  }
  for (const command of [...ASKED, ...MORE_ASKED]) {
    it(`asks about ${command}`, () => {
      assert.equal(decide(command).decision, 'ask');
    });
  }
  for (const command of [...PASSES, ...MORE_PASSES]) {
    it(`does not stop ${command}`, () => {
      assert.equal(decide(command).decision, 'none');
    });
  }
  describe('on commands that were written without knowledge of its rules', () => {
    const third = blindCommands('thirdOwnFiles').map((row) => ({
      ...row,
      call: CALL.exec(row.command),
    }));
    for (const { command, call } of third) {
      if (call === null) continue;
      const [, tool = '', input = ''] = call;
      it(`denies the file tool ${command}`, () => {
        assert.equal(decideCall(tool, JSON.parse(input)), 'deny');
      });
    }
    const all = [
      ...blindCommands('ownFiles'),
      ...blindCommands('laterOwnFiles'),
      ...third.filter(({ call }) => call === null),
    ];
    for (const { command, group } of all) {
      const expected = EXPECTED[group] ?? 'deny';
      it(`returns ${expected} for ${command}`, () => {
        assert.equal(decide(command).decision, expected);
      });
    }
    it('denies most of the fourth list and asks about the rest', () => {
      const decisions = blindCommands('fourthOwnFiles').map(
        ({ command }) => decide(command).decision,
      );
      assert.ok(!decisions.includes('none'));
      assert.ok(decisions.filter((decision) => decision === 'ask').length <= 5);
    });
    it('stops none of the harmless ones of the fourth list', () => {
      const stopped = blindCommands('fourthOwnFilesHarmless').filter(
        ({ command }) => decide(command).decision !== 'none',
      );
      assert.deepEqual(stopped, []);
    });
    it('stops the fifth list', () => {
      const rows = blindCommands('fifthOwnFiles').map(({ command }) => ({
        command,
        decision: decide(command).decision,
      }));
      assert.deepEqual(
        rows.filter(({ decision }) => decision === 'none'),
        [],
      );
      assert.ok(rows.filter(({ decision }) => decision === 'ask').length <= 12);
    });
    it('denies hard links to its files, and asks about archives with absolute names', () => {
      const denied = [
        'cp -l ~/.claude/settings.json x',
        'cp -al ~/.claude x',
        'cp --link ~/.claude/settings.json x',
      ];
      for (const command of denied) assert.equal(decide(command).decision, 'deny', command);
      const asked = [
        'tar xPf a.tar',
        'tar -xf a.tar -P',
        'tar --absolute-names -xf a.tar',
        'bsdtar -xPf a.tar',
      ];
      for (const command of asked) assert.equal(decide(command).decision, 'ask', command);
      const harmless = [
        ...['cp ~/.claude/settings.json x', 'cp -l a b', 'rsync -al ~/.claude/ backup/'],
        ...['tar xf a.tar', 'tar cPf a.tar x', 'tar tPf a.tar', 'bsdtar -cPf a.tar x'],
      ];
      for (const command of harmless) assert.equal(decide(command).decision, 'none', command);
    });
    it('stops none of the harmless ones of the fifth list', () => {
      const stopped = blindCommands('fifthOwnFilesHarmless').filter(
        ({ command }) => decide(command).decision !== 'none',
      );
      assert.deepEqual(stopped, []);
    });
    it('stops at most one of the harmless ones', () => {
      const stopped = blindCommands('ownFilesHarmless').filter(
        ({ command }) => decide(command).decision !== 'none',
      );
      assert.deepEqual(
        stopped.map(({ command }) => command),
        ['claude --settings ./project.json --help'],
      );
    });
  });
  it('explains what it protects and how to pause it', () => {
    const { reason } = decide('rm ~/.claude/settings.json');
    assert.match(reason, /hooks or the settings of Claude Code/);
    assert.match(reason, /Pause Self-Protection/);
  });
});

for (const [host, { owns }] of Object.entries<HostHook>(HOST_HOOKS)) {
  if (owns === undefined) continue;
  const { folder, files, askedFiles = [], projectFiles, variable, program } = owns;
  const inHome = (name: string): string => posix.join('~', folder, name);
  const decisions = (commands: readonly string[]) =>
    Object.fromEntries(commands.map((command) => [command, decide(command).decision]));
  const expectAll = (decision: string, commands: readonly string[]): void => {
    assert.deepEqual(
      decisions(commands),
      Object.fromEntries(commands.map((command) => [command, decision])),
    );
  };

  describe(`self-protection of ${host}, by what its folder declares`, () => {
    it('denies changes of its files, and lets it read them', () => {
      const paths = files.map(inHome);
      expectAll('deny', [
        ...paths.map((path) => `rm -rf ${path}`),
        ...paths.map((path) => `python3 -c "import os; os.remove('${path}')"`),
        ...paths.map((path) => `find ~ -name '${posix.basename(path)}' -delete`),
      ]);
      expectAll('none', [
        ...paths.map((path) => `ls ${path}`),
        ...paths.map((path) => `${program.name} explain ${path}`),
      ]);
    });

    it('asks about its other files', () => {
      const asked = askedFiles.map((file) => inHome(file.replace('*', 'a')));
      expectAll(
        'ask',
        [...asked, ...projectFiles].map((path) => `rm -rf ${path}`),
      );
    });

    it('denies starting it without its hooks', () => {
      const { offVariables = [], mayBeOffVariables = [] } = program;
      const variables = ['HOME', ...(variable === undefined ? [] : [variable]), ...offVariables];
      const started = hookInputs(host).withoutHooks ?? [];
      assert.ok(started.length > 0);
      const set = (name: string): string => `${name.replace('*', 'A')}=/tmp/a ${program.name} x`;
      expectAll('deny', [...started, ...variables.map(set)]);
      expectAll('ask', mayBeOffVariables.map(set));
      expectAll('none', [`${program.name} x`, `${program.name} --help`]);
    });
  });
}
