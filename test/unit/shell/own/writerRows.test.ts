import assert from 'node:assert/strict';
import { HostExpressions } from '../../../../src/shell/own/hostExpressions';
import { WRITER_ROWS } from '../../../../src/shell/own/writerRows';
import { writtenTargets } from '../../../../src/shell/own/writtenTargets';
import { commandPipelines } from '../../../../src/shell/pipelines';

const NO_HOSTS = new HostExpressions([]);
const LINES = WRITER_ROWS.split('\n').filter((line) => line !== '');

/** The files that a command certainly writes, in a home folder. */
const written = (command: string): readonly string[] =>
  commandPipelines(command, { cwd: '/home/ada' })
    .pipelines.flatMap(({ actions }) =>
      actions.flatMap((action) => writtenTargets(action, NO_HOSTS)),
    )
    .flatMap(({ target, certain }) => (certain ? [target.path] : []));

describe('the table of written files', () => {
  it('has only valid words, and one line for each path', () => {
    const word =
      /^(?:-[\w-]+(?:\/{0,2}|\/\*\*)|@(?:all|removes|first|last|into|tree|anywhere|unpacks|prefix|here|bare|binds|properties|address)|[?!]-*[\w:/-]+(?:,-*[\w-]+)*|>[\w/-]+)$/;
    const odd = LINES.flatMap((line) =>
      line
        .split(' ')
        .slice(1)
        .filter((one) => !word.test(one)),
    );
    assert.deepEqual(odd, []);
    const paths = LINES.map((line) => line.split(' ')[0] ?? '');
    assert.deepEqual(
      paths.filter((path, at) => paths.indexOf(path) !== at),
      [],
    );
  });

  for (const [command, ...places] of [
    ['7z x a.7z -o/tmp/x', '/tmp/x/*', '~/*'],
    ['7z l a.7z'],
    ['tar czf a.tgz b', '~/a.tgz'],
    ['tar -t -f a.tgz'],
    ['gh release download v1 -D out', '~/out/*', '~/*'],
    ['docker cp box:/a b', '~/b', '~/b/*'],
    ['split -b 1m big part.', '~/part.*'],
    ['gzip -dc a.gz'],
    ['gzip notes', '~/notes'],
    ['socat -u TCP:h:1 CREATE:a', '~/a'],
    ['socat - OPEN:a,rdonly'],
    ['bwrap --ro-bind /usr /usr --bind /tmp/x b ls', '~/b'],
    ['systemd-run -p BindPaths=/tmp/x:/home/ada/b ls', '~/b'],
    ['systemd-run -p BindPaths=/srv -p ProtectHome=yes ls', '/srv'],
    ['systemd-run --property=TemporaryFileSystem=/home/ada/b:ro ls', '~/b'],
    ['nix build -o result', '~/result'],
    ['env time -o a ls', '~/a'],
    ['unlisted -o a b', '~/a'],
  ] as const) {
    it(`lists the files written by ${command}: ${places.join(' ') || 'nothing'}`, () => {
      assert.deepEqual([...new Set(written(command))].sort(), [...places].sort());
    });
  }
});
