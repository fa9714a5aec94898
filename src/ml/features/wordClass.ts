import { createMatcher, type Matcher } from '../../matcher/matcher';

/** A class of arguments whose kind matters more than their exact text. */
export interface WordClass {
  readonly name: string;
  /** In the rule dialect, for a whole argument without quotes. Ignores case. */
  readonly pattern: string;
}

/** The first matching class applies. */
const WORD_CLASSES: readonly WordClass[] = [
  { name: 'ROOT', pattern: '/(?:\\*|\\.)?' },
  {
    name: 'HOME',
    pattern: '(?:~|\\$\\{?home\\}?|/home/[^/ ]+|/users/[^/ ]+|/root|/home|/users)/?\\*?',
  },
  { name: 'SECRET', pattern: '[^ ]*/\\.(?:ssh|gnupg|aws|kube|netrc|docker)[^ ]*' },
  { name: 'HOMEPATH', pattern: '(?:~|\\$\\{?home\\}?|/home/[^/ ]+|/users/[^/ ]+|/root)/[^ ]+' },
  {
    name: 'BLOCKDEV',
    pattern:
      '(?:of=|if=)?/dev/(?:sd|hd|vd|xvd|nvme|mmcblk|disk|rdisk|mapper|loop|md|dm-|device)[^ ]*',
  },
  { name: 'DEVTCP', pattern: '[^ ]*/dev/(?:tcp|udp)/[^ ]*' },
  {
    name: 'DEVNULL',
    pattern: '[^ ]*/dev/(?:null|zero|random|urandom|stdin|stdout|stderr|fd)[^ ]*',
  },
  { name: 'LOG', pattern: '[^ ]*/var/log(?:/[^ ]*)?' },
  { name: 'TMP', pattern: '(?:/private)?(?:/var)?/tmp(?:/[^ ]*)?' },
  { name: 'SHELL', pattern: '(?:(?:/usr(?:/local)?)?/bin/)?(?:ba|z|k|da|a|c|tc|fi)?sh' },
  {
    name: 'SYSTEM',
    pattern:
      '(?:of=)?/(?:(?:etc|usr|boot|bin|sbin|lib|lib64|sys|proc|system|library|applications|dev|var/(?:lib|spool|db|mail|run))(?:/[^ ]*)?|(?:var|opt|srv)/?\\*?)',
  },
  { name: 'HERE', pattern: '(?:\\./?|\\.\\.(?:/\\.\\.)*/?)(?:\\*|\\.\\*)?' },
  { name: 'URL', pattern: '(?:https?|ftp)://[^ ]+' },
  { name: 'WORLDWRITABLE', pattern: '[0-7]?777|[ug]*[ao]\\+r?wx?' },
  { name: 'SETID', pattern: '[ugoa]*\\+[rwxt]*s[rwxt]*|[46][0-7]{3}' },
  { name: 'WILDCARD', pattern: '[^ /]*\\*[^ ]*' },
];

const MAX_WORD = 400;
let matcher: Matcher | undefined;

/** The class of an argument without quotes; undefined for other words. Uses the same matcher as rules. */
export function wordClass(word: string): string | undefined {
  if (word.length > MAX_WORD || !/[/~$*:+\d.]|sh$/.test(word)) return undefined;
  matcher ??= createMatcher(
    WORD_CLASSES.map(({ name, pattern }) => ({
      id: name,
      pattern: `^(?:${pattern})$`,
      effect: 'deny',
    })),
  );
  const [first] = matcher.matchText(word);
  return first === undefined ? undefined : WORD_CLASSES[first]?.name;
}

/** The class that contains this class: what is unsafe for a system folder is usually unsafe for a home folder. */
export function broaderClass(name: string | undefined): string | undefined {
  return name !== undefined && VITAL.includes(name) ? 'VITAL' : undefined;
}

/** The pattern of a class by name. */
export function classPattern(name: string): string {
  if (name === 'VITAL') return VITAL.map((part) => classPattern(part)).join('|');
  if (name === 'DESCRIPTOR') return '[3-9]|\\d{2,}';
  return WORD_CLASSES.find((known) => known.name === name)?.pattern ?? '';
}

const VITAL: readonly string[] = ['ROOT', 'HOME', 'LOG', 'SYSTEM'];
