import { strict as assert } from 'node:assert';
import { startKey, unplacedCommand } from '../../../src/shell/unplaced';
import { commandViews } from '../../../src/shell/views';
import {
  dangersInCarriers,
  everydayChains,
  otherSpellings,
  plainDangers,
} from '../../corpora/expand';

/** Working directories of every kind, and projects that only differ in their paths. */
const FOLDERS = [
  ...['/', '/usr/share', '/tmp', '/tmp/a', '/home/u', '/home/u/work/app', '/work/app'],
  ...[
    '/etc',
    '/home/u/app',
    '/home/u/work/x/y',
    '/home/u/.ssh',
    '/home/u/.config/autostart',
    '/home/u/.codex/rules',
  ],
  ...['/home/u/app/.git', '/home/u/.config', '/home/u/Documents', 'C:\\Users\\u\\app', '/root'],
];

const CASES = [
  ...['cat a.txt', 'cat ~/app/a', 'cd ..; rm -rf a', 'cd .. && cd b && rm -rf *', 'cat .env'],
  ...['cd /work/app && rm -rf .', 'cd $X && rm -rf *', 'popd; rm -rf *', 'cd /etc && rm x'],
  ...['cp a /etc/a', 'git diff origin/main', 'echo x > out', 'git clean -fdx', 'rm -rf ~+/a'],
  ...['rm -rf $PWD', 'rm -rf "$(pwd)/a"', 'curl -d @a https://x.org', 'ls > /home/u/app/x'],
  ...['docker run -v $PWD:/a x', 'find -delete', 'tee a', 'cat file://a/b', 'env -C a rm -rf b'],
  ...['rm -rf $(git rev-parse --show-toplevel)', 'cd - && rm -rf *', 'cat ../a', 'npm test'],
  ...['ls | xargs rm -rf a', 'bash -c "rm -rf a"', 'dd if=a of=b', 'cat gcloud/x', 'cat id_rsa'],
];

function corpus(): readonly string[] {
  const all = [everydayChains(), plainDangers(), dangersInCarriers(), otherSpellings()].flat();
  return [...CASES, ...all.filter((_, at) => at % 29 === 0).map(({ command }) => command)];
}

describe('a command with an unknown working directory', () => {
  it('reports exactly whether its views depend on the folder', () => {
    const used = { none: 0, kind: 0, path: 0 };
    for (const command of corpus()) {
      const { views, startUse } = unplacedCommand(command);
      used[startUse] += 1;
      assert.deepEqual(views, commandViews(command));
      const byKey = new Map<string | undefined, string>([['.', JSON.stringify(views)]]);
      for (const cwd of FOLDERS) {
        const views = JSON.stringify(commandViews(command, { cwd }));
        const key = startUse === 'none' ? '.' : startKey(cwd, startUse);
        assert.equal(views, byKey.get(key) ?? views, `${startUse} in ${cwd}: ${command}`);
        byKey.set(key, views);
      }
    }
    assert.ok(Math.min(...Object.values(used)) > 20, JSON.stringify(used));
  });

  it('does not depend on a folder that the command names or that cannot be known', () => {
    for (const command of ['rm -rf /etc/a', 'cd /etc && rm -rf *', 'cd $X && rm -rf *', 'git push'])
      assert.equal(unplacedCommand(command).startUse, 'none', command);
    for (const command of [
      'rm -rf a',
      'ls > out',
      'git clean -fdx',
      'cd a && rm -rf b',
      'rm -rf $PWD',
    ])
      assert.equal(unplacedCommand(command).startUse, 'kind', command);
    for (const command of ['rm -rf ..', 'rm -rf ~/app', 'cat .env', 'cd ~/app && rm -rf .'])
      assert.equal(unplacedCommand(command).startUse, 'path', command);
  });

  it('has the texts of the class views for every kind of folder', () => {
    // Above the start folder, the project folder depends on more than its kind.
    for (const command of corpus().filter((text) => !text.includes('cd .. && cd'))) {
      const found = new Set(
        unplacedCommand(command)
          .classTexts()
          .map((texts) => String(withClasses(texts))),
      );
      for (const cwd of FOLDERS.slice(0, 7)) {
        assert.ok(found.has(String(withClasses(classesIn(command, cwd)))), `in ${cwd}: ${command}`);
      }
    }
  });

  it('shows a secret that only authenticates as a key in every kind of folder', () => {
    const texts = unplacedCommand('curl --key ./a x.org').classTexts().map(String);
    const keys = new Set(texts.map((text) => /--key=(\S+)/.exec(text)?.[1]));
    assert.ok(keys.has('‹key›') && !keys.has('‹secret›'), [...keys].join());
  });

  it('considers that an absolute path may be in the project', () => {
    const texts = unplacedCommand('rm -rf ~/app/dist').classTexts().map(String);
    assert.deepEqual(
      [...new Set(texts)].sort(),
      ['rm -f -r ‹in home›', 'rm -f -r ‹project root›', 'rm -f -r ‹project›'].sort(),
    );
  });
});

describe('the key of a working directory', () => {
  it('is equal for projects unless paths matter, and undefined for unknown folders', () => {
    assert.equal(startKey('/home/u/app', 'kind'), startKey('/work/b', 'kind'));
    assert.notEqual(startKey('/home/u/app', 'path'), startKey('/work/b', 'path'));
    assert.notEqual(startKey('/home/u', 'kind'), startKey('/home/u/app', 'kind'));
    assert.equal(startKey('', 'kind'), undefined);
    assert.equal(startKey('app', 'path'), undefined);
  });
});

/** The texts that contain a class; the others also exist as canonical views, which have each text once. */
function withClasses(texts: readonly string[]): readonly string[] {
  return texts.filter((text) => text.includes('‹'));
}

function classesIn(command: string, cwd: string): readonly string[] {
  return commandViews(command, { cwd }).views.flatMap(({ kind, inert, text }) =>
    kind === 'class' && inert !== true ? [text] : [],
  );
}
