import assert from 'node:assert/strict';
import { opensShell } from '../../../src/shell/openedShell';

describe('opensShell', () => {
  const OPENING = [
    'bash',
    '/bin/bash',
    'bash -i',
    'sh -il',
    'zsh --login',
    'exec bash',
    'env -i FOO=1 bash --norc',
    'FOO=1 bash',
    'cd /tmp && bash',
    'true; sh',
    '$SHELL',
    '"bash"',
    'sudo -i',
    'sudo -s',
    'sudo bash',
    'su',
    'su -',
    'script -q',
    'tmux',
    'bash 2>/dev/null',
    'ba\\sh',
    'sudo -u bob bash',
    'timeout 9 bash',
    'nice -n 5 bash',
    "bash -c 'exec bash'",
    'docker exec -it web sh',
    'ssh host',
    `echo ${'x'.repeat(5000)}; bash`,
  ];
  for (const command of OPENING) {
    it(`is true of ${command}`, () => {
      assert.equal(opensShell(command), true);
    });
  }

  const OTHERS = [
    'bash -c ls',
    'bash -lc "npm test"',
    'bash run.sh',
    'sh ./x.sh -i',
    'echo ls | bash',
    'bash < x.sh',
    'bash <<EOF\nls\nEOF',
    'which bash',
    'sudo ls',
    'sudo -u bob ls',
    'man sh',
    'git bash',
    'tmux new-session -d ls',
    'echo bash',
    'cat dump | docker exec -i web sh',
    'ssh host uptime',
    'sudo -k',
    '# bash',
  ];
  for (const command of OTHERS) {
    it(`is false of ${JSON.stringify(command)}`, () => {
      assert.equal(opensShell(command), false);
    });
  }
});
