import { expandParameter, isCmdlet } from '../powershell/cmdlets';
import { WordList } from '../words/wordList';

/** The flags of one command, sorted and distinct, with clusters split and canonical twins added. */
export function expandFlags(
  program: string,
  sub: string,
  flags: readonly string[],
): readonly string[] {
  if (flags.length === 0) return flags;
  if (isCmdlet(program)) {
    const written = flags.map((flag) => expandParameter(program, flag));
    // `-Force:$true` is `-Force`.
    const on = written.map((flag) => flag.replace(/:\$true$/i, ''));
    return [...new Set([...written, ...on])].sort(shortFirst);
  }
  const found = new Set<string>();
  const synonyms = synonymsOf(program, sub);
  for (const flag of flags) {
    for (const single of splitCluster(program, flag, synonyms)) {
      found.add(single);
      const canonical = synonyms === undefined ? undefined : canonicalFlag(single, synonyms);
      if (canonical !== undefined) found.add(canonical);
    }
  }
  return [...found].sort(shortFirst);
}

/** Expanded flags without those that have a canonical twin among them. */
export function canonicalFlags(
  program: string,
  sub: string,
  flags: readonly string[],
): readonly string[] {
  const synonyms = synonymsOf(program, sub);
  if (synonyms === undefined) return flags;
  return flags.filter((flag) => {
    const canonical = canonicalFlag(flag, synonyms);
    return canonical === undefined || canonical === flag || !flags.includes(canonical);
  });
}

/** Whether a program reads `-fr` as `-f -r`. */
export function readsClusters(program: string): boolean {
  return !WORD_FLAGS.has(program) && !isCmdlet(program);
}

function synonymsOf(program: string, sub: string): FlagSynonyms | undefined {
  return (
    FLAG_SYNONYMS.get(sub === '' ? program : `${program} ${sub}`) ?? FLAG_SYNONYMS.get(program)
  );
}

/** The canonical spelling of a flag; a long flag may be abbreviated, as in `--recurs`. */
function canonicalFlag(flag: string, synonyms: FlagSynonyms): string | undefined {
  const exact = synonyms[flag];
  if (exact !== undefined || !flag.startsWith('--') || flag.includes('=')) return exact;
  const names = new Set([...Object.keys(synonyms), ...Object.values(synonyms)]);
  const matches = [...names].filter((name) => name.startsWith('--') && name.startsWith(flag));
  const [only = ''] = matches;
  return matches.length === 1 ? (synonyms[only] ?? only) : undefined;
}

/** Splits `-fr` into `-f -r`; what may be one long flag is kept. */
function splitCluster(
  program: string,
  flag: string,
  synonyms: FlagSynonyms | undefined,
): readonly string[] {
  if (!/^-[A-Za-z]{2,}$/.test(flag) || WORD_FLAGS.has(program) || synonyms?.[flag] !== undefined) {
    return [flag];
  }
  const letters = new Set(flag.slice(1));
  // For programs with known flags, every such word is a cluster.
  const isWord = flag.length > 6 || letters.size !== flag.length - 1;
  return isWord && synonyms === undefined ? [flag] : [...letters].map((letter) => `-${letter}`);
}

function shortFirst(one: string, other: string): number {
  const order = Number(one.startsWith('--')) - Number(other.startsWith('--'));
  if (order !== 0) return order;
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Programs whose single-dash flags are whole words. */
const WORD_FLAGS = new WordList(
  'find java javac kotlinc scala gcc g++ clang clang++ cc c++ ld go terraform tofu packer consul nomad vault openssl ' +
    'ffmpeg ffprobe ffplay convert magick mogrify identify xcodebuild xcrun qemu-system-x86_64 VBoxManage adb ' +
    'mvn gradle ant hdiutil security launchctl defaults tmutil diskutil xset xrandr setxkbmap nmap msfvenom ' +
    'emulator sqlite3 dotnet pwsh powershell dunst ip test [',
);

type FlagSynonyms = Readonly<Record<string, string>>;

/** Two spellings of one flag: the canonical one is added to the written one. */
const FLAG_SYNONYMS: ReadonlyMap<string, FlagSynonyms> = new Map<string, FlagSynonyms>([
  ['rm', { '--recursive': '-r', '-R': '-r', '--force': '-f' }],
  ['cp', { '--recursive': '-r', '-R': '-r', '--force': '-f' }],
  ['mv', { '--force': '-f' }],
  ['ln', { '--force': '-f', '--symbolic': '-s' }],
  ['chmod', { '--recursive': '-R' }],
  ['chown', { '--recursive': '-R' }],
  ['chgrp', { '--recursive': '-R' }],
  ['shred', { '--remove': '-u', '--force': '-f' }],
  ['kill', { '-KILL': '-9', '-SIGKILL': '-9' }],
  ['git push', { '-f': '--force', '-d': '--delete' }],
  ['git clean', { '--force': '-f' }],
  ['git reset', { '--hard': '--hard' }],
  ['git branch', { '--delete': '-d', '-D': '--force' }],
  ['git checkout', { '--force': '-f' }],
  ['git switch', { '--force': '-f' }],
  ['git commit', { '-n': '--no-verify' }],
  ['docker rm', { '-f': '--force' }],
  ['docker rmi', { '-f': '--force' }],
  ['docker system prune', { '-a': '--all', '-f': '--force' }],
  ['sed', { '--in-place': '-i' }],
  ['tar', { '--extract': '-x', '--create': '-c' }],
  ['wipefs', { '--all': '-a' }],
  ['useradd', { '--uid': '-u' }],
]);
