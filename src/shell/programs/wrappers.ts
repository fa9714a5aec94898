/** Where a program that runs another program takes the command line from. */
export interface Wrapper {
  /** Short options that take a value, as letters. */
  readonly short?: string;
  /** Long options that take a value in the next word. */
  readonly long?: readonly string[];
  /** Operands of its own before the wrapped command: a duration, a folder, a host. */
  readonly operands?: number;
  /** Whether NAME=value words may stand before the wrapped command. */
  readonly assignments?: boolean;
  /** Whether a dash alone is one of its options. */
  readonly dash?: boolean;
  /** `plain`: stands for the command it runs. `sudo`: the same, with more power. `runs`: a command of its own that runs another one. */
  readonly kind: 'plain' | 'sudo' | 'runs';
  /** The rest is one text for a shell, not words for a program. */
  readonly text?: boolean;
  /** The rest is such a text where its first word holds blanks. */
  readonly phrase?: boolean;
}

/** Programs that run the command named after their own options. */
export const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  [
    'sudo',
    {
      kind: 'sudo',
      short: 'ugpCDRThrt',
      long: ['--user', '--group', '--prompt', '--chdir', '--chroot', '--host', '--close-from'],
      assignments: true,
    },
  ],
  ['doas', { kind: 'sudo', short: 'uC' }],
  ['pkexec', { kind: 'sudo', long: ['--user'] }],
  ['run0', { kind: 'sudo', short: 'ugD', long: ['--user', '--group', '--chdir', '--setenv'] }],
  ['gosu', { kind: 'sudo', operands: 1 }],
  ['su-exec', { kind: 'sudo', operands: 1 }],
  [
    'env',
    {
      kind: 'plain',
      short: 'uCSa',
      long: ['--unset', '--chdir', '--split-string', '--argv0'],
      assignments: true,
      dash: true,
    },
  ],
  ['nice', { kind: 'plain', short: 'n', long: ['--adjustment'] }],
  ['ionice', { kind: 'plain', short: 'cnpP', long: ['--class', '--classdata'] }],
  ['chrt', { kind: 'plain', short: 'TPD', operands: 1 }],
  ['taskset', { kind: 'plain', operands: 1 }],
  ['nohup', { kind: 'plain' }],
  ['setsid', { kind: 'plain' }],
  ['timeout', { kind: 'plain', short: 'ks', long: ['--kill-after', '--signal'], operands: 1 }],
  ['gtimeout', { kind: 'plain', short: 'ks', long: ['--kill-after', '--signal'], operands: 1 }],
  ['time', { kind: 'plain', short: 'of', long: ['--output', '--format'] }],
  ['stdbuf', { kind: 'plain', short: 'ioe', long: ['--input', '--output', '--error'] }],
  ['unbuffer', { kind: 'plain' }],
  ['chronic', { kind: 'plain' }],
  ['ifne', { kind: 'plain' }],
  ['torify', { kind: 'plain' }],
  ['ssh-agent', { kind: 'plain', short: 'atPO' }],
  ['systemd-cat', { kind: 'plain', short: 'tp', long: ['--identifier', '--priority'] }],
  ['s6-setuidgid', { kind: 'sudo', operands: 1 }],
  ['setuidgid', { kind: 'sudo', operands: 1 }],
  ['lockf', { kind: 'plain', short: 't', operands: 1 }],
  ['sem', { kind: 'runs', short: 'jaNnLISPdC', long: ['--jobs', '--id'], phrase: true }],
  // zsh
  ['noglob', { kind: 'plain' }],
  ['nocorrect', { kind: 'plain' }],
  ['repeat', { kind: 'plain', operands: 1 }],
  // fish
  ['and', { kind: 'plain' }],
  ['or', { kind: 'plain' }],
  ['not', { kind: 'plain' }],
  ['begin', { kind: 'plain' }],
  ['command', { kind: 'plain' }],
  ['builtin', { kind: 'plain' }],
  ['exec', { kind: 'plain', short: 'a' }],
  ['busybox', { kind: 'plain' }],
  ['toybox', { kind: 'plain' }],
  ['caffeinate', { kind: 'plain', short: 'tw' }],
  ['chroot', { kind: 'runs', long: ['--userspec', '--groups'], operands: 1 }],
  ['unshare', { kind: 'runs', short: 'SG' }],
  ['nsenter', { kind: 'runs', short: 'tSG', long: ['--target'] }],
  ['strace', { kind: 'runs', short: 'aeopsuEPOSX' }],
  ['ltrace', { kind: 'runs', short: 'aeopsuFln' }],
  [
    'xargs',
    {
      kind: 'runs',
      short: 'adEeILlnPsJR',
      long: ['--arg-file', '--delimiter', '--max-args', '--max-procs', '--max-lines', '--replace'],
    },
  ],
  [
    'parallel',
    { kind: 'runs', short: 'jaNnLISPdC', long: ['--jobs', '--arg-file', '--colsep'], phrase: true },
  ],
  ['watch', { kind: 'runs', short: 'n', long: ['--interval'], text: true }],
  ['entr', { kind: 'runs', phrase: true }],
  ['ssh', { kind: 'runs', short: 'BbcDEeFIiJLlmOopQRSWw', operands: 1, text: true }],
]);
