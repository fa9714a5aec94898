import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { OWN_ROWS } from '../../../../src/shell/programs/ownRows';
import { programTableFault } from '../../../../src/shell/programs/programTable';
import {
  programRow,
  useProgramTable,
  type ProgramRow,
} from '../../../../src/shell/programs/programRow';
import { inertBy, readOption } from '../../../../src/shell/programs/readOption';
import { programTableAt } from '../../../../src/files/programTable';
import { useTempFolder } from '../../../support/tempFolder';

const TABLE = join('assets', 'programs.txt');

/** The row of a program or sub-command; fails if there is none. */
function row(path: string): ProgramRow {
  const [program = '', ...subs] = path.split(' ');
  let found = programRow(program);
  for (const sub of subs) found = found?.sub(sub);
  assert.ok(found !== undefined, `no row of ${path}`);
  return found;
}

/** Names and attached values of the options in a word; `…` if the next word is the value. */
const read = (path: string, word: string): string[] =>
  readOption(row(path), word).map(
    ({ name, value, takesNext }) =>
      `${name}${value === undefined ? '' : `=${value}`}${takesNext ? ' …' : ''}`,
  );

const inert = (command: string, path: string): string | undefined =>
  inertBy(row(path), command.split(' ').slice(path.split(' ').length));

describe('a program row', () => {
  before(() => {
    useProgramTable(programTableAt(TABLE));
  });

  it('finds options by each of their names and unambiguous abbreviations', () => {
    assert.deepEqual(row('git push').option('-f')?.names, ['-f', '--force']);
    assert.deepEqual(read('git push', '--force-w'), ['--force-with-lease']);
    assert.deepEqual(read('git reset', '--har'), ['--hard']);
    assert.deepEqual(read('rm', '--recurs'), ['--recursive']);
    assert.deepEqual(read('git push', '--forc'), ['--forc']);
  });

  it('splits clusters, with an attached value', () => {
    assert.deepEqual(read('rm', '-fr'), ['-f', '-r']);
    assert.deepEqual(read('ssh', '-4oProxyCommand=x'), ['-4', '-o=ProxyCommand=x']);
    assert.deepEqual(read('git switch', '-cwip'), ['-c=wip']);
    assert.deepEqual(read('git commit', '-am'), ['-a', '-m …']);
    assert.deepEqual(read('sed', '-i.bak'), ['-i=.bak']);
  });

  it('parses words with a single dash as one option for programs that do so', () => {
    assert.deepEqual(read('find', '-delete'), ['-delete']);
    assert.deepEqual(read('terraform destroy', '-auto-approve'), ['-auto-approve']);
    assert.deepEqual(read('terraform destroy', '--auto-approve'), ['-auto-approve']);
    assert.deepEqual(read('terraform apply', '-var'), ['-var …']);
  });

  it('knows which options belong to the whole program, before and after the sub-command', () => {
    assert.equal(row('git').option('-C')?.global, true);
    assert.equal(row('kubectl delete').option('--context')?.global, true);
    assert.equal(row('kubectl delete').option('--context')?.value, 'required');
    assert.equal(row('kubectl delete').option('--dry-run')?.value, 'optional');
    assert.equal(row('git push').option('-C'), undefined);
  });

  it('follows the aliases of programs and sub-commands', () => {
    assert.equal(row('podman exec').path, 'docker/exec');
    assert.equal(row('docker-compose down').path, 'docker/compose/down');
    assert.equal(row('tofu destroy').path, 'terraform/destroy');
    assert.equal(row('helm un').path, 'helm/uninstall');
    assert.equal(row('pip3 install').path, 'pip/install');
  });

  it("adds the table's data to our own rows", () => {
    assert.equal(row('docker').hasSubs, true);
    assert.ok(row('docker swarm leave').option('-f'));
    assert.ok(row('cargo build').option('--release'));
    assert.equal(programTableFault(), undefined);
  });

  it('knows which options only authenticate', () => {
    const authenticating = (path: string, ...names: readonly string[]): readonly string[] =>
      names.filter((name) => row(path).option(name)?.authenticates === true);
    const ofCurl = ['--cert', '--key', '--netrc-file', '--data', '--upload-file', '--config'];
    assert.deepEqual(authenticating('curl', ...ofCurl), ['--cert', '--key', '--netrc-file']);
    assert.deepEqual(authenticating('xh', '--cert-key', '--auth'), ['--cert-key']);
    assert.deepEqual(authenticating('scp', '-i', '-F'), ['-i']);
    assert.deepEqual(authenticating('rsync', '-e', '--files-from'), ['-e']);
    assert.deepEqual(authenticating('age', '-i', '-R'), []);
  });

  it('does not exist for a program whose line only describes what it runs', () => {
    assert.equal(programRow('toolbox'), undefined);
    assert.equal(programRow('mapfile'), undefined);
  });

  it('does not exist for a path or an empty name', () => {
    assert.equal(programRow('git/push'), undefined);
    assert.equal(programRow(''), undefined);
    assert.equal(programRow('nosuchprogram'), undefined);
    assert.equal(row('git').sub('nosuchcommand'), undefined);
    assert.equal(row('git').sub('stash/drop'), undefined);
  });
});

describe('a command that changes nothing', () => {
  before(() => {
    useProgramTable(programTableAt(TABLE));
  });

  for (const [path, command, option] of [
    ['rm', 'rm -rf / --help', '--help'],
    ['git push', 'git push -fn origin main', '-n'],
    ['git clean', 'git clean -ndx', '-n'],
    ['kubectl delete', 'kubectl delete ns prod --dry-run=client', '--dry-run'],
    ['kubectl delete', 'kubectl delete ns prod --dry-run', '--dry-run'],
    ['npm publish', 'npm publish --dry-run', '--dry-run'],
    ['make', 'make -n deploy', '-n'],
    ['rsync', 'rsync -avn --delete a/ b/', '-n'],
    ['fdisk', 'fdisk -l /dev/sda', '-l'],
    ['apt-get', 'apt-get purge -s nginx', '-s'],
    ['terraform destroy', 'terraform destroy -help', '-help'],
    ['aws s3 rm', 'aws s3 rm s3://b --recursive --dryrun', '--dryrun'],
    ['terraform destroy', 'terraform destroy -h', '-h'],
    ['ssh-agent', 'ssh-agent --version', '--version'],
    ['reboot', 'reboot --version', '--version'],
    ['lockf', 'lockf --version', '--version'],
  ] as const) {
    it(`is recognized by its options: ${command}`, () => {
      assert.equal(inert(command, path), option);
    });
  }

  for (const [path, command] of [
    ['rm', 'rm -rf -- --help'],
    ['git push', 'git push -f origin main'],
    ['git push', 'git push -o -n origin'],
    ['kubectl delete', 'kubectl delete ns prod --dry-run=none'],
    ['kubectl delete', 'kubectl delete -n prod ns x'],
    ['python3', 'python3 wipe.py --help'],
    ['docker run', 'docker run -h db alpine --help'],
    ['sudo', 'sudo -u anna rm --help'],
    ['sed', 'sed -n p a'],
    ['reboot', 'reboot --version now'],
    ['cargo yank', 'cargo yank --version 1.0.0'],
  ] as const) {
    it(`is not recognized for a similar one: ${command}`, () => {
      assert.equal(inert(command, path), undefined);
    });
  }

  it('requires a row, or help as the only option', () => {
    assert.equal(inertBy(undefined, ['--help']), '--help');
    assert.equal(inertBy(undefined, ['--help', 'all']), undefined);
    assert.equal(inertBy(undefined, ['--dry-run']), undefined);
  });
});

describe('the program table', () => {
  const folder = useTempFolder();
  const file = (): string => join(folder(), 'programs.txt');

  afterEach(() => {
    useProgramTable(programTableAt(TABLE));
  });

  it('is small enough, has its licence, and has one line for each path', () => {
    const text = readFileSync(TABLE, 'latin1');
    assert.ok(gzipSync(text, { level: 9 }).length <= 120 * 1024);
    assert.match(readFileSync(join('assets', 'programs.LICENSE.txt'), 'utf8'), /MIT License/);
    const paths = OWN_ROWS.split('\n').map((line) => line.split(' ')[0] ?? '');
    const own = paths.filter((path) => path !== '');
    assert.deepEqual(
      own.filter((path, at) => own.indexOf(path) !== at),
      [],
    );
  });

  it('has only valid words', () => {
    const lines = `${OWN_ROWS}${readFileSync(TABLE, 'latin1').replace(/^(?:\S+ \d+ \d+ ?\d*\n)+/, '')}`;
    const word =
      /^(?:-(?:#|[^=!~^>#%*{}])[^=!~^>#%*{}]*(?:=\??)?[!~^>#%*]*|@(?:single|abbr|stop|inert|here|bare|expression|hosts|urls|files(?::\d)?)|@(?:(?:plain|sudo|runs|likely)(?::\d)?|assign|dash|text|phrase|list|near|each|shell|code|client|escapes|passes|opens|shows|(?:by|stdin):[a-z]+)|>[\w./+:-]+)$/;
    const odd = lines.split('\n').flatMap((line) =>
      line
        .split(' ')
        .slice(1)
        .filter((text) => !word.test(text))
        .map((text) => `${line.slice(0, 40)}: ${text}`),
    );
    assert.deepEqual(odd, []);
  });

  it('is reported if missing, and our own rows still apply', () => {
    useProgramTable(programTableAt(join(folder(), 'absent')));
    assert.ok(row('git push').option('--force'));
    assert.equal(programRow('gradle'), undefined);
    assert.match(programTableFault() ?? '', /not used: ENOENT.* Install Rulewright again\.$/);
  });

  it('is not used if it is truncated or invalid', () => {
    copyFileSync(TABLE, file());
    truncateSync(file(), 300_000);
    for (const write of [
      () => {},
      () => {
        writeFileSync(file(), 'hello');
      },
      () => {
        writeFileSync(file(), '');
      },
    ]) {
      write();
      useProgramTable(programTableAt(file()));
      assert.equal(programRow('gradle'), undefined);
      assert.match(programTableFault() ?? '', /The program table is not used/);
      assert.ok(row('rm').option('-r'));
    }
  });

  it('is not used if its rows are not at the positions in the index', () => {
    const text = readFileSync(TABLE, 'latin1');
    writeFileSync(file(), text.replace(/\ngradle /, '\n\ngradle').replace('\nadb ', '\nadb x'));
    const bytes = readFileSync(file(), 'latin1');
    writeFileSync(file(), bytes.slice(0, text.length));
    useProgramTable(programTableAt(file()));
    assert.equal(programRow('zoxide')?.option('-h'), undefined);
    assert.match(programTableFault() ?? '', /the row of zoxide is not where the index says/);
  });
});
