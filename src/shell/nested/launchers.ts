import { dataWordsOf } from '../programs/dataWords';
import { isInterpreter, SHELLS } from '../programs/interpreters';
import { programName, programOf } from '../programs/program';
import { WRAPPERS } from '../programs/wrappers';
import type { Token } from '../words/token';
import { WordList } from '../words/wordList';
import { skipOptions, textOf, type Nested } from './nested';

/** Where a program or a sub-command takes the command line from that it runs. Its own words stay unchanged. */
interface Launcher {
  /** Short options that take a value, as letters. */
  readonly short?: string;
  readonly long?: readonly string[];
  /** Operands of its own before the command. */
  readonly operands?: number;
  /** The rest is one text for a shell. */
  readonly text?: boolean;
  /** Every operand with blanks in it is a text for a shell. */
  readonly each?: boolean;
  /** Its options take values that we do not count: the command may begin at any of the next words. */
  readonly loose?: boolean;
}

/** Launchers of one kind: programs, each with the bare words that belong to its name, a comma before and behind each. */
interface Launchers extends Launcher {
  readonly names: string;
}

const LAUNCHERS: readonly Launchers[] = [
  {
    loose: true,
    names:
      // Other rooms of this machine, and other machines
      ',script,bwrap,firejail,xvfb-run,systemd-run,systemd-inhibit,screen,flatpak-spawn,toolbox run,distrobox enter,' +
      'distrobox-enter,schroot,proot,docker-compose exec,docker-compose run,podman-compose exec,kubectl exec,oc exec,' +
      'oc rsh,kubectl run,start-stop-daemon,adb,mosh,autossh,sshpass,pdsh,pssh,clush,parallel-ssh,lxc exec,incus exec,' +
      'multipass exec,machinectl shell,vagrant ssh,' +
      // The same program in other surroundings
      'setpriv,capsh,prlimit,numactl,setarch,linux32,linux64,fakeroot,faketime,eatmydata,proxychains,proxychains4,' +
      'torsocks,tsocks,rlwrap,cpulimit,chpst,softlimit,valgrind,perf stat,perf record,dbus-run-session,dbus-launch,gdb,' +
      'lldb,logsave,ld.so,pkgx,catchsegv,direnv exec,dotenv,dotenvx run,op run,doppler run,infisical run,' +
      'aws-vault exec,chamber exec,asdf exec,mise exec,mise x,rbenv exec,pyenv exec,conda run,mamba run,' +
      'micromamba run,uv run,poetry run,pipenv run,pdm run,hatch run,rye run,bundle exec,npm exec,pnpm exec,yarn exec,' +
      'npx,pnpm dlx,yarn dlx,bunx,bun x,nodenv exec,jenv exec,nvm exec,volta run,fnm exec,sops exec-env,sops exec-file,' +
      'heroku run,just,heroku run:detached,railway run,fly ssh console,flyctl ssh console,onchange,' +
      'cross-env,env-cmd,nix shell,nix develop,nix run,guix shell,ddev exec,lando ssh,',
  },
  { operands: 1, names: ',ip netns exec,sg,newgrp,' },
  { short: 'du', long: ['--distribution', '--user', '--cd'], names: ',wsl,' },
  { text: true, names: ',adb shell,' },
  {
    each: true,
    names: ',ansible,salt,hyperfine,concurrently,npm-run-all,nodemon,',
  },
  { each: true, loose: true, names: ',watchexec,reflex,' },
];

function launcherOf(name: string): Launcher | undefined {
  return LAUNCHERS.find(({ names }) => names.includes(`,${name},`));
}

/** Whether some launcher's name begins with this word: of most programs none does. */
function mayLaunch(program: string): boolean {
  return LAUNCHERS.some(({ names }) => names.includes(`,${program}`));
}

/** Flags that hand a text to a shell, in programs that have them. */
const TEXT_FLAGS: Readonly<Record<string, string>> = {
  __proto__: null as never,
  tar: '-I --use-compress-program --to-command --checkpoint-action --rsh-command -F --info-script',
  rsync: '-e --rsh --rsync-path',
  ssh: '-o',
  scp: '-o -S',
  sftp: '-o -S',
  split: '--filter',
  sort: '--compress-program',
  man: '-P --pager',
  zip: '-TT --unzip-command',
  nc: '-e -c',
  ncat: '-e -c --exec --sh-exec',
  vagrant: '-c --command',
  sg: '-c',
  capsh: '-c',
  npx: '-c --call',
  npm: '-c --call',
  nix: '-c --command',
  'nix-shell': '--run --command',
  hyperfine: '-p -s -c --prepare --setup --cleanup --conclude',
  ansible: '-a --args',
  mapfile: '-C',
  readarray: '-C',
  complete: '-C',
  compgen: '-C',
  tcpdump: '-z',
  expect: '-c',
  cargo: '-s --shell',
  fish: '-C --init-command',
  fly: '-C',
  flyctl: '-C',
  chokidar: '-c',
  just: '--shell',
  entr: '-s',
  bind: '-x',
};

/** Flags that name something to run in nearly every program that has them. */
const ANY_TEXT_FLAG = new WordList(
  '--exec --exec-batch --command --cmd --run --execute --shell-command --sh-exec',
);
/** What stands before the command in the value of such a flag: `exec=`, `ProxyCommand=`, `spawn `. */
const VALUE_HEAD =
  /^(?:exec=|(?:Proxy|Local|Remote|KnownHosts)Command[= ]|spawn\s+|exec\s+|cmd=|"[^"]*":)/i;

/** What a program is likely to run besides what its place in a command already says. */
export function launched(
  program: string,
  tokens: readonly Token[],
  sudo: boolean,
): readonly Nested[] {
  if (tokens.length < 2) return [];
  const found = [...byLauncher(program, tokens, sudo), ...byFlags(program, tokens, sudo)];
  if (found.length === 0) found.push(...behindDashes(program, tokens, sudo));
  return found.slice(0, MAX_FOUND).map((nested) => ({ ...nested, speculative: true }));
}

const MAX_FOUND = 8;

function byLauncher(program: string, tokens: readonly Token[], sudo: boolean): readonly Nested[] {
  let name = program.startsWith('ld-linux') ? 'ld.so' : program;
  if (!mayLaunch(name)) return [];
  let launcher = launcherOf(name);
  let at = 1;
  for (let next = 1; next < Math.min(tokens.length, MAX_PATH); next += 1) {
    const value = tokens[next]?.value ?? '';
    if (value.startsWith('-')) continue;
    name = `${name} ${value}`;
    const longer = launcherOf(name);
    if (longer === undefined) continue;
    launcher = longer;
    at = next + 1;
  }
  return launcher === undefined ? [] : runsOf(launcher, tokens, at, sudo);
}

const MAX_PATH = 6;

function runsOf(
  launcher: Launcher,
  tokens: readonly Token[],
  from: number,
  sudo: boolean,
): readonly Nested[] {
  if (launcher.each === true) {
    const texts = tokens.slice(from).filter((word) => /\S\s+\S/.test(word.value));
    if (texts.length > 0 || launcher.loose !== true)
      return texts.map((word) => textOf([word], sudo));
  }
  const dashes = tokens.findIndex((word, at) => at >= from && word.value === '--');
  const behind = dashes < 0 ? [] : command(tokens.slice(dashes + 1), sudo);
  if (dashes >= 0 && launcher.loose !== true) return behind;
  const first = skipOptions(tokens, from, launcher) + (launcher.operands ?? 0);
  if (launcher.text === true) {
    const rest = tokens.slice(first);
    return rest.length === 0 ? [] : [textOf(rest, sudo)];
  }
  if (launcher.loose !== true) return command(tokens.slice(first), sudo);
  const near = tokens.slice(0, dashes < 0 ? from + MAX_WORDS : dashes);
  const places = [...near.keys()].filter((at) => at >= from && isCommandName(near[at]));
  return [
    ...behind,
    ...places.slice(0, MAX_PLACES).flatMap((at) => command(tokens.slice(at), sudo)),
  ];
}

const MAX_PLACES = 5;
/** More words say nothing more of what is done. */
const MAX_WORDS = 128;

function isCommandName(word: Token | undefined): boolean {
  const value = (word?.value ?? '').trimStart();
  const [name = ''] = value.split(/\s/, 1);
  // Of several words in one, the first may also define, group or assign.
  if (name.length < value.length && /^[\w."'$([{!]/.test(name)) return true;
  return /^[A-Za-z./][\w./+\\-]*$/.test(name) && !/^[./]+$/.test(name);
}

/** Words that are a command; one word with blanks is a text for a shell. */
function command(tokens: readonly Token[], sudo: boolean): readonly Nested[] {
  const [first] = tokens;
  if (first === undefined) return [];
  if (/\s/.test(first.value.trim())) return [typedText(first, sudo)];
  return [{ type: 'words', words: tokens.slice(0, MAX_WORDS), sudo }];
}

/** A text for a shell; where it is typed into a terminal, a key ends it. */
function typedText(word: Token, sudo: boolean): Nested {
  const value = word.value.replace(/(?:\\[nr]|\^M)$/, '');
  return textOf([value === word.value ? word : { ...word, value, moved: true }], sudo);
}

function byFlags(program: string, tokens: readonly Token[], sudo: boolean): readonly Nested[] {
  const known = new WordList(TEXT_FLAGS[program] ?? '');
  return tokens.slice(1).flatMap(({ value }, at): Nested[] => {
    const text = value.startsWith('-') ? valueOf(value, tokens[at + 2]?.value ?? '', known) : '';
    if (text === '') return [];
    const shell = text.replace(VALUE_HEAD, '');
    return NAMES_COMMAND.test(shell) ? [{ type: 'text', text: shell, from: undefined, sudo }] : [];
  });
}

/** Several words, or one that may be a program's name. */
const NAMES_COMMAND = /\S\s+\S|^\s*[a-z][\w./-]*\s*$/;

/** What a flag hands to a shell: the next word, or what is written to the flag itself. */
function valueOf(flag: string, next: string, known: WordList): string {
  const short = attached(known, flag);
  if (short !== undefined) return short;
  const end = flag.indexOf('=');
  const name = end < 0 ? flag : flag.slice(0, end);
  if (!known.has(name) && !ANY_TEXT_FLAG.has(name)) return '';
  return end < 0 ? next : flag.slice(end + 1);
}

/** `-oProxyCommand=…`: the value of a short flag, written to it. */
function attached(known: WordList, value: string): string | undefined {
  // ssh and its like may write flags without a value in front: `-4oProxyCommand=…`.
  const clustered = known.has('-o') ? /^-[46AaCfkNnqTtvXx]+o(.+)$/s.exec(value)?.[1] : undefined;
  if (clustered !== undefined) return clustered;
  const isShort = known.has(value.slice(0, 2)) && /^-[A-Za-z][^=\s-]/.test(value);
  return isShort ? value.slice(2) : undefined;
}

/** A program that we do not know, and words behind `--`: most often what it is to run. */
function behindDashes(program: string, tokens: readonly Token[], sudo: boolean): readonly Nested[] {
  if (isKnown(program)) return [];
  const at = tokens.findIndex((word) => word.value === '--');
  return at < 0 ? [] : command(tokens.slice(at + 1), sudo);
}

function isKnown(program: string): boolean {
  return (
    PLAIN.has(program) ||
    programOf(program) !== undefined ||
    WRAPPERS.has(program) ||
    SHELLS.has(program) ||
    isInterpreter(program) ||
    dataWordsOf(programName(program)) !== undefined
  );
}

/** Programs behind whose `--` stand names and data. */
const PLAIN = new WordList(
  'rm cp mv ln ls cat touch mkdir rmdir chmod chown chgrp tee sort uniq wc cut tr diff cmp stat du df file test basename ' +
    'dirname readlink realpath od less more cd pushd find fd set eval make jest mocha vitest pytest eslint prettier tsc code ' +
    'rulewright shellcheck shfmt nano vim vi emacs kill pkill tar zip unzip shred trash install sed awk xargs export',
);
