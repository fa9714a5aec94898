import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { programRow, type ProgramRow } from '../../../../src/shell/programs/programRow';

/** Programs whose `--help` has a line for each option and has no other effect. */
const TOOLS =
  'rm cp mv ln chmod chown chgrp touch mkdir rmdir truncate tee install mktemp cat head tail uniq cut wc tr split du ' +
  'df stat date base64 basename grep sed gzip tar env nice nohup timeout stdbuf setsid ionice chrt taskset chroot ' +
  'unshare nsenter xargs pkill pgrep mount umount mkswap wipefs blkdiscard losetup swapoff dmesg useradd userdel ' +
  'usermod passwd flock su runuser watch setpriv make psql dropdb pg_restore systemctl journalctl systemd-run';

interface HelpOption {
  readonly name: string;
  readonly value: 'none' | 'required' | 'optional';
}

/** The options of a line such as `  -S, --suffix=SUFFIX   override the usual suffix`. */
function helpOptions(line: string): readonly HelpOption[] {
  const text = /^\s{1,9}(-\S.*)$/.exec(line)?.[1]?.split(/\s{2,}|\t/)[0] ?? '';
  const parts = text.split(/,\s*(?=-)|\s+(?=-)/).flatMap((part) => {
    const [, name = '', rest = ''] = /^(--?[A-Za-z0-9][\w-]*)(.*)$/.exec(part) ?? [];
    return name === '' ? [] : [{ name, value: valueOf(rest) }];
  });
  // The value is given after the long name.
  return parts.map(({ name, value }) => ({ name, value: value ?? parts.at(-1)?.value ?? 'none' }));
}

/** The text after a name: `=SIZE`, ` file`, `[=WHEN]`, `=[-]NUM`. */
function valueOf(rest: string): HelpOption['value'] | undefined {
  if (/^ ?\[=?[^\]]+\],?(?: |$)/.test(rest)) return 'optional';
  return /^=|^ (?:<\S+>|["A-Za-z]\S*$)/.test(rest) ? 'required' : undefined;
}

/** Differences of our row: missing options, and wrong values. */
function differences(
  row: ProgramRow,
  help: string,
): { lacking: string[]; known: number; wrong: string[] } {
  const options = help.split('\n').flatMap(helpOptions);
  const known = options.filter(({ name }) => row.option(name) !== undefined);
  return {
    lacking: options.filter((option) => !known.includes(option)).map(({ name }) => name),
    known: known.length,
    wrong: known
      .filter(({ name, value }) => {
        const both = new Set(
          known.filter((option) => option.name === name).map((option) => option.value),
        );
        // `--check` and `--check=QUIET` on two lines are one option with an optional value.
        return row.option(name)?.value !== (both.size > 1 ? 'optional' : value);
      })
      .map(({ name, value }) => `${row.path} ${name} is ${value}`),
  };
}

describe('our own rows', () => {
  it('agree with the --help of the installed programs', () => {
    const found = TOOLS.split(' ').flatMap((tool) => {
      const { stdout, status } = spawnSync(tool, ['--help'], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C', PAGER: 'cat' },
        timeout: 10_000,
      });
      const row = programRow(tool);
      assert.ok(row !== undefined, tool);
      return status === 0 ? [{ tool, ...differences(row, stdout) }] : [];
    });
    assert.deepEqual(
      found.flatMap(({ wrong }) => wrong),
      [],
    );
    // Other versions have additional options.
    const lacking = found.filter((tool) => tool.lacking.length > tool.known);
    assert.deepEqual(
      lacking.map(({ tool, lacking: names }) => `${tool}: ${names.join(' ')}`),
      [],
    );
  });
});
