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
    const expectEach = (decision: string, commands: readonly string[]): void => {
      for (const command of commands) assert.equal(decide(command).decision, decision, command);
    };

    it('denies hard links to its files', () => {
      expectEach('deny', [
        ...['cp -l ~/.claude/settings.json x', 'cp -al ~/.claude x'],
        ...['cp --link ~/.claude/settings.json x', 'pax -rwl ~/.claude/settings.json /tmp/x'],
        'echo ~/.claude/settings.json | cpio -pdl /tmp/x',
      ]);
      expectEach('none', [
        ...['cp ~/.claude/settings.json x', 'cp -l a b', 'rsync -al ~/.claude/ backup/'],
        ...['pax -rw ~/.claude/settings.json x', 'echo a | cpio -pdl /tmp/x'],
      ]);
    });

    it('asks about archives whose members may be outside of the folder', () => {
      expectEach('ask', [
        ...['tar xPf a.tar', 'tar -xf a.tar -P', 'tar --absolute-names -xf a.tar'],
        ...['bsdtar -xPf a.tar', 'bsdtar xPf a.tar', 'bsdtar --absolute-paths -xf a.tar'],
        ...['paxtar -xPf a.tar', 'star -x -/ -f a.tar', 'busybox tar xPf a.tar'],
        ...['cpio -idmv < a', 'cpio --extract < a', 'gzip -dc a | cpio -id', 'paxcpio -id < a'],
        ...['bsdcpio -i --insecure < a', 'pax -r < a', 'pax -rf a.tar', 'pax -rvf a.tar -pe'],
        ...['unzip -: a.zip', 'unzip -o -: a.zip', 'unzip -o: a.zip'],
        ...['7z x -spf a.7z', '7za x -y a.7z -spf', '7z e -spf a.7z', 'unrar x -ep3 a.rar'],
        ...['unrar x -ola a.rar', 'unrar x -y a.rar -ola', 'rar x -ola a.rar'],
        ...['star -x -no-secure-links f=a.tar'],
        ...['star x -no-secure-links f=a.tar', 'gnutar -xPf a.tar'],
        ...['jar xPf a.jar', 'jar -xPf a.jar', 'jar --extract -P -f a.jar'],
        ...['uudecode a.uu', 'busybox uudecode a.uu', 'python3 -m tarfile -e a.tar'],
        'git apply --unsafe-paths x.patch',
      ]);
      expectEach('none', [
        ...['tar xf a.tar', 'tar cPf a.tar x', 'tar tPf a.tar', 'bsdtar -cPf a.tar x'],
        ...['bsdtar -xf a.tar', 'bsdtar -tPf a.tar', 'cpio -it < a', 'cpio --list < a'],
        ...['cpio -id --no-absolute-filenames < a', 'find . | cpio -oH newc > a'],
        ...['bsdcpio -i < a', 'pax -f a.tar', 'pax -wf a.tar src', 'unzip -o a.zip -d build'],
        ...['7z x a.7z -obuild', '7z x -spf2 a.7z', '7z l -spf a.7z', '7z a -spf a.7z src'],
        ...['unrar x -ol a.rar', 'unrar e -ola a.rar', 'unrar t -ola a.rar', 'unar -D a.rar'],
        ...['star -x f=a.tar', 'star -xv -secure-links f=a.tar', 'star -c -/ f=a.tar src'],
        ...['star -t -no-secure-links f=a.tar', 'gnutar -xf a.tar'],
        ...['unrar x a.rar', 'jar xf a.jar', 'jar cPf a.jar x', 'uudecode -o x a.uu'],
        ...['python3 -m tarfile -l a.tar', 'git apply --check --unsafe-paths x.patch'],
      ]);
    });

    it('stops what copies or extracts its files into their place by their names', () => {
      expectEach('deny', [
        ...['cp --parents .claude/settings.json ~', 'rsync -aR .claude/settings.json ~/'],
        ...['rsync --relative a/./.claude/settings.json ~', 'scp host:settings.json ~/.claude/'],
        ...['scp -r host:.claude ~', 'find . | cpio -pdmu ~/.claude', 'pax -rw a ~/.claude'],
        ...['rsync -ab --backup-dir=~/.claude a b', 'rsync --log-file=~/.claude/settings.json a b'],
        ...['rsync -aT ~/.claude a b', 'bsdcpio -id -D ~/.claude < a', 'dpkg -x a.deb ~/.claude'],
        ...['gunzip ~/.claude/settings.json.gz', 'xz -dk ~/.claude/settings.json.xz'],
        ...['unzstd ~/.claude/settings.json.zst', 'ar x --output ~/.claude a.a'],
        ...['cd ~/.claude && uudecode x.uu', 'dcfldd if=x of=~/.claude/settings.json'],
        ...['unshar -d ~/.claude x.shar', 'rm -rf ~/.[a-z]*', 'rm -rf ~/.[!a]*'],
        ...['rm -rf ~/.c[bcdefghijklmnopqrstuvwxyz]aude', 'rm ~/.claude/[[:alpha:]]ettings.json'],
      ]);
      expectEach('ask', [
        ...[
          'rsync -a evil/ ~/',
          'rsync --files-from=list evil ~',
          'cp -r evil/. ~',
          'cp -rT evil ~',
        ],
        ...['scp -r host:evil/. ~', 'cp -r evil/.* ~', 'mv evil/.[a-z]* ~', 'pax -rw . ~'],
        ...[
          'echo .claude/settings.json | cpio -pdmu ~',
          'bsdtar -xf a.tar -C ~',
          'unar -o ~ a.zip',
        ],
        ...['7z x -o$HOME a.7z', 'dpkg-deb -x a.deb ~', 'unsquashfs -f -d ~ x'],
        'python3 -m zipfile -e a.zip ~',
      ]);
      expectEach('none', [
        ...['rsync -a src/ build/', 'rsync -aR src/a build', 'rsync -an evil/ ~/', 'cp -r src/. b'],
        ...['rsync -a docs/ ~/notes', 'cp --parents src/a.ts build', 'cp -a ~/. /backup'],
        ...[
          'cp a.txt ~',
          'cp -r notes ~',
          'cp -r .github ~',
          'mv a.txt ~/',
          'scp host:~/.bashrc .',
        ],
        ...[
          'scp -r dist host:/srv',
          'rsync -a host:/srv/ ./srv',
          'dpkg -x a.deb out',
          'gunzip a.gz',
        ],
        ...['install -m 755 bin/x ~/.local/bin/x', 'find src | cpio -pdmv build', 'ls ~/.[a-z]*'],
        ...['rm ~/.[a-b]*', 'rm ~/.[!c]*rc', 'python3 -m zipfile -l a.zip', 'dpkg -i a.deb'],
      ]);
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
