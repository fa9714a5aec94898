import * as assert from 'node:assert/strict';
import { runnerOf } from '../../../../src/shell/nested/runners';
import { OWN_ROWS, RUNNING_ROWS } from '../../../../src/shell/programs/ownRows';
import { describesOwnWords } from '../../../../src/shell/programs/rowLine';
import { runsOf, subPath, textOptionsOf } from '../../../../src/shell/programs/programRuns';
import { readsProgram } from '../../../../src/shell/stages/stdin';
import { commandViews } from '../../../../src/shell/views';
import { madeToken } from '../../../../src/shell/words/token';

interface Line {
  readonly path: string;
  readonly words: readonly string[];
}

const linesOf = (text: string): readonly Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [path = '', ...words] = line.split(' ');
      return { path, words };
    });

/** The paths of the rows with a mark that starts with this text. */
const markedBy = (mark: string): readonly string[] =>
  linesOf(RUNNING_ROWS).flatMap(({ path, words }) =>
    words.some((word) => word.startsWith(mark)) ? [path] : [],
  );

/** Whether a line describes what is run, and not only the words of its program. */
const describesWhatRuns = ({ words }: Line): boolean =>
  words.some((word) => word.startsWith('@') && !describesOwnWords([word])) ||
  words.some((word) => /^-.*>/.test(word));

describe('the table of programs that run other programs', () => {
  it('describes how a wrapper runs the command after its words', () => {
    const { wraps, operands, assignments } = runsOf('sudo') ?? {};
    assert.deepEqual([wraps, operands, assignments], ['sudo', 0, true]);
    const ssh = runsOf('ssh');
    assert.deepEqual([ssh?.wraps, ssh?.operands, ssh?.text], ['command', 1, 'always']);
    assert.equal(runsOf('rm'), undefined);
  });

  it('resolves aliases, and finds sub-commands by path', () => {
    assert.equal(runsOf('gtimeout')?.operands, 1);
    assert.equal(subPath('oc', 'exec'), 'kubectl/exec');
    assert.equal(subPath('npm', 'x'), 'npm/exec');
    assert.equal(subPath('fly', 'ssh'), 'flyctl/ssh');
    assert.equal(runsOf('flyctl/ssh')?.launches, undefined);
    assert.equal(subPath('flyctl/ssh', 'console'), 'flyctl/ssh/console');
    assert.equal(subPath('fly', 'ssh/console'), undefined);
    assert.equal(subPath('npm', 'install'), undefined);
  });

  it('lists the options of a program and its sub-commands whose value is run', () => {
    assert.deepEqual(textOptionsOf('rsync'), ['-e', '--rsh', '--rsync-path']);
    assert.deepEqual(textOptionsOf('cargo'), ['-s', '--shell']);
    assert.deepEqual(textOptionsOf('rm'), []);
  });

  it('finds nothing for a name with a line break or a blank', () => {
    for (const name of ['', 'sudo ', 'sudo @sudo', 'true\nsudo', 'x'.repeat(100)]) {
      assert.equal(runsOf(name), undefined);
    }
  });

  for (const command of [
    'sudo --role sysadm_r rm -rf /',
    'xargs -l rm -rf /',
    'strace --user root rm -rf /',
    'unshare -R /x rm -rf /',
    "helm install x --post-renderer 'rm -rf /'",
    "tmux -c 'rm -rf /'",
    "autossh -o ProxyCommand='rm -rf /' host",
  ]) {
    it(`includes the options of programs that run others: ${command}`, () => {
      const texts = commandViews(command).views.map(({ text }) => text);
      assert.ok(
        texts.some((text) => /^(?:xargs )?(?:sudo )?rm -f -r \/$/.test(text)),
        texts.join(),
      );
    });
  }

  it('is the only place that describes what is run, and every row does', () => {
    const others = linesOf(OWN_ROWS).filter((line) => !RUNNING_ROWS.includes(`\n${line.path} `));
    assert.deepEqual(others.filter(describesWhatRuns), []);
    const silent = linesOf(RUNNING_ROWS).filter(
      (line) => !describesWhatRuns(line) && line.words[0]?.startsWith('>') !== true,
    );
    assert.deepEqual(silent, []);
  });

  it('names only existing functions', () => {
    for (const path of [...markedBy('@by:'), ...markedBy('@shell'), ...markedBy('@escapes')]) {
      assert.ok(runnerOf(path), path);
    }
    for (const path of markedBy('@stdin:')) {
      const tries = [[], ['-'], ['-f', '-'], ['{system($0)}']].map((rest) =>
        [path, ...rest].map((word) => madeToken(word, 0, 0)),
      );
      const found = tries.map((words) => readsProgram(path, { words, nested: [] }).runs);
      assert.ok(
        found.some((runs) => runs !== undefined),
        path,
      );
    }
  });
});
