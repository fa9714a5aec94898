import type { RedactRule } from './redactRule';
import { LONG_VALUE, NO_SECRET, VALUE, VALUE_END, named, WITHIN } from './redactParts';
import { ARGUMENT_RULES, WRITTEN_RULES } from './argumentRules';
import { TOKEN_RULES } from './tokenRules';

/** Rules with a common prefix and flags. */
export interface RedactTable {
  /** A regular expression source that precedes each rule. */
  readonly start: string;
  readonly flags: '' | 'i';
  readonly rules: readonly RedactRule[];
}

const PASSWORD =
  '(?:passw(?:or)?d|passphrase|passcode|(?<![a-z])pass|(?:mysql|db|sa|sql|user|admin|root|ftp|smtp)_?pwd)';
const KEY =
  '(?:(?<!existing)secret|token|(?:api|access|account|auth|encryption|master|private|secret|shared|signing|storage|service)[_-]?key|credentials?|(?<![a-z])auth)';
const PASSWORD_NEEDS = ['pass', 'pwd'];
const KEY_NEEDS = ['secret', 'token', 'key', 'credential', 'auth'];
/** A name behind these is followed by a prompt or by the name of a file. */
const NOT_NAMING = '(?<!(?:set /p |--from-file[= ])["\']?[a-z0-9_.-]{0,40})';
/** Separates a name from its value: `=`, or the colon of JSON and YAML. */
const IS = '(?:=(?!>)|["\']?\\s?=>\\s?(?=["\'])|["\']\\s?[:=]\\s?|: ?(?=["\']))';
/** Start and end of a line of YAML. */
const LINE_START = '(?<![^\\n])[ \\t]{0,40}(?:[A-Za-z0-9]{1,20}[_-]){0,3}';
const LINE_END = '[ \\t]{0,8}(?![^\\n])';
/** The name of a service in code: two or three words with hyphens, which do not look generated. */
const SERVICE_NAME = '["\'][a-z]{2,12}(?:-[a-z]{2,12}){1,2}(?:-v[0-9]{1,2})?["\']';
const IS_ESCAPED = '\\\\"\\s?:\\s?\\\\"';
const OPTION_START = '(?<![^\\s\'"])--?(?:[A-Za-z0-9]{1,20}-){0,3}';
const OPTION_GAP = '[ \\t]+(?!-)';

/** Secrets recognized by the name, option or header before them. */
const NAMED_RULES: readonly RedactRule[] = [
  named(
    'token',
    [['://'], [':x-oauth-basic@']],
    '://',
    '(?!\\[secret:)[A-Za-z0-9_~-]{8,256}',
    ':x-oauth-basic@',
  ),
  named('token', [['/bot'], [':']], '/bot', '[0-9]{8,10}:[A-Za-z0-9_-]{30,50}'),
  named(
    'password',
    [['://'], ['@']],
    '://[^\\s/:@\'"`<>$[\\]]{0,64}:',
    // The password may contain `@`: the last one before the path ends it.
    '(?!\\$|<|\\[secret:|\\{\\{|%[A-Z_]+%)[^\\s/@\'"`<>]{1,256}(?:@[^\\s/@?#,\'"`<>]{1,128}(?=@)){0,3}',
    '@',
  ),
  named('token', [['://'], ['@']], '://', '(?!\\$|<|\\[secret:)[A-Za-z0-9_~-]{20,256}', '@'),
  named(
    'credentials',
    [['authorization']],
    'Authorization["\']?\\s?[:=]\\s?["\']?(?:(?:Bearer|Basic|Token|Digest|ApiKey|GenieKey)\\s+)?',
    `(?!GenieKey\\s)${LONG_VALUE}`,
  ),
  named(
    'credentials',
    [['bearer', 'basic']],
    '\\b(?:Bearer|Basic) +',
    `${NO_SECRET}(?=[^\\s]{0,200}[0-9=_-])[A-Za-z0-9+/=_.~-]{16,2000}`,
  ),
  named('cookie', [['cookie:']], 'Cookie:\\s?', `${NO_SECRET}[^'"\\n]{8,4000}`),
  named(
    'key',
    [['key:', 'token:', 'secret:']],
    '(?:X-[A-Za-z0-9-]{0,30}(?:Key|Token|Secret)|(?:Private|Job|Deploy)-Token|Api-Key|apikey):\\s?',
    LONG_VALUE,
  ),
  named('password', [PASSWORD_NEEDS], `${PASSWORD}${NOT_NAMING}${IS}`, VALUE),
  named('key', [KEY_NEEDS], `${KEY}${NOT_NAMING}${IS}(?<!: ?(?=${SERVICE_NAME}))`, LONG_VALUE),
  named(
    'key',
    [['secret', 'token', 'passw', 'key'], ['=']],
    '(?:secret|token|passw(?:or)?d|api_?key)[A-Z0-9_]{1,40}(?<!_(?:file|path|dir|url))=',
    `${NO_SECRET}(?=[A-Za-z+/_-]{0,200}[0-9])[A-Za-z0-9+/=_-]{16,2000}${VALUE_END}`,
  ),
  named(
    'password',
    [PASSWORD_NEEDS, ['\\"']],
    `${PASSWORD}${IS_ESCAPED}`,
    '(?!\\$|\\[secret:)[^"\\\\\\n]{1,400}',
  ),
  named(
    'key',
    [KEY_NEEDS, ['\\"']],
    `${KEY}${IS_ESCAPED}`,
    '(?!\\$|\\[secret:)[^"\\\\\\n]{8,2000}',
  ),
  named(
    'password',
    [PASSWORD_NEEDS, ['-']],
    `${OPTION_START}${PASSWORD}${OPTION_GAP}`,
    `(?!(?:file|env|fd):)${VALUE}`,
  ),
  named(
    'key',
    [['mnemonic', 'seed']],
    '(?:mnemonic|seed[_-]?phrase)(?:=|[ \\t]{1,3})(?=["\'])',
    VALUE,
  ),
  named('token', [['authtoken']], '\\b(?:add-)?authtoken[ \\t]+(?!-)', LONG_VALUE),
  // `config set --secret` is followed by a name.
  named(
    'key',
    [KEY_NEEDS, ['-']],
    `(?<!\\bconfig set )${OPTION_START}${KEY}${OPTION_GAP}`,
    `(?!id=|(?:file|env|fd):)${LONG_VALUE}`,
  ),
  named(
    'key',
    [['aws_secret_access_key', 'aws_session_token', '_auth', '_password']],
    '(?:(?:aws_secret_access_key|aws_session_token)(?:=|(?<=\\bset [a-z0-9_.-]{0,60}) )|(?<![A-Za-z0-9_-])_(?:authToken|auth|password)[ =])',
    LONG_VALUE,
  ),
  named(
    'key',
    [
      ['sig=', 'signature=', 'code=', 'key=', 'x-amz-'],
      ['?', '&', ';'],
    ],
    '[?&;](?:sig|signature|code|key|X-Amz-(?:Signature|Credential|Security-Token))=',
    `${NO_SECRET}[A-Za-z0-9%+/=_.~-]{16,2000}`,
  ),
  named('password', [PASSWORD_NEEDS, [':']], `${LINE_START}${PASSWORD}:[ \\t]`, VALUE, LINE_END),
  named('key', [KEY_NEEDS, [':']], `${LINE_START}${KEY}:[ \\t]`, LONG_VALUE, LINE_END),
  named('password', [['pass:']], '\\bpass:', VALUE),
  named(
    'password',
    [
      ['identified', 'password'],
      ['by', 'with', 'set'],
    ],
    '(?:IDENTIFIED\\s+BY|(?:WITH|SET)\\s+(?:ENCRYPTED\\s+)?PASSWORD)\\s+',
    VALUE,
  ),
  named('password', [['login'], ['password']], '\\blogin\\s+[^\\s]{1,100}\\s+password\\s+', VALUE),
];

/** Passwords recognized by the program that they are passed to. */
const PROGRAM_RULES: readonly RedactRule[] = [
  named('password', [['sshpass']], '\\bsshpass\\s+-p\\s?', VALUE),
  named(
    'password',
    [['mysql', 'mariadb'], ['-p']],
    `\\b(?:mysql(?:dump|admin|import)?|mariadb(?:-dump)?)\\b${WITHIN}-p(?=\\S)`,
    VALUE,
  ),
  named('password', [['login'], ['-p']], `\\blogin\\b${WITHIN}-p\\s+`, VALUE),
  named('password', [['redis-cli'], ['-a']], `\\bredis-cli\\b${WITHIN}-a\\s+`, VALUE),
  named(
    'password',
    [['smbclient'], ['-u'], ['%']],
    `\\bsmbclient\\b${WITHIN}-U\\s?["']?[^\\s%'"]{1,80}%`,
    '(?!\\[secret:|\\$)[^\\s\'"]{1,200}',
  ),
  named(
    'password',
    [['curl', 'wget', 'http', 'xh', 'aria2c'], ['-u', '-a', '--proxy-user'], [':']],
    `\\b(?:curl|wget|https?|xh|aria2c)\\b${WITHIN}(?:-u|--user|--proxy-user|-U|-a|--auth)[ =]?["']?[^\\s:'"/$[]{1,100}:`,
    '(?!\\[secret:|\\$|<)[^\\s\'"]{1,300}',
  ),
  named(
    'password',
    [['htpasswd']],
    '\\bhtpasswd\\s+-[A-Za-z]{0,8}b[A-Za-z]{0,8}\\s+[^\\s-][^\\s]{0,200}\\s+[^\\s]{1,100}\\s+',
    VALUE,
  ),
  named(
    'password',
    [['convertto-securestring']],
    'ConvertTo-SecureString\\s+(?:-String\\s+)?',
    VALUE,
  ),
  named('password', [['net'], ['user']], '\\bnet\\s+user\\s+[^\\s/]{1,64}\\s+(?![/*])', VALUE),
  named(
    'password',
    [['echo', 'printf'], ['sudo'], ['|']],
    '\\b(?:echo|printf)\\s+(?:-[en]\\s+)?',
    VALUE,
    '\\s*\\|\\s*sudo\\s+(?:-[A-Za-z]\\s+){0,4}-[A-Za-z]{0,3}S',
  ),
  named(
    'password',
    [['echo', 'printf'], ['chpasswd'], ['|']],
    '\\b(?:echo|printf)\\s+(?:-[en]\\s+)?["\']?[A-Za-z0-9_.-]{1,64}:',
    '(?!\\[secret:|\\$)[^\\s\'"|]{1,200}',
    '["\']?\\s*\\|\\s*(?:sudo\\s+)?chpasswd',
  ),
];

/** Secrets that are passed to less common programs or indirectly. */
const OTHER_RULES: readonly RedactRule[] = [
  named('password', [['openssl'], ['-k']], `\\bopenssl\\b${WITHIN}-k\\s+`, VALUE),
  named(
    'password',
    [['storepass', 'keypass']],
    '(?<!\\S)-(?:src|dest|new)?(?:store|key)pass\\s+',
    VALUE,
  ),
  named('password', [['nmcli'], ['password']], `\\bnmcli\\b${WITHIN}password\\s+`, VALUE),
  named('password', [['wpa_passphrase']], '\\bwpa_passphrase\\s+[^\\s]{1,64}\\s+', VALUE),
  named(
    'password',
    [['passwd'], ['--stdin']],
    '\\b(?:echo|printf)\\s+(?:-[en]\\s+)?',
    VALUE,
    '\\s*\\|\\s*(?:sudo\\s+)?passwd\\s+--stdin',
  ),
  named(
    'password',
    [['pass'], ['-file', '-command'], ['echo', 'printf']],
    '(?:password|passphrase)-(?:file|command)[= ]["\']?(?:<\\()?(?:echo|printf)\\s+',
    VALUE,
  ),
  named(
    'password',
    [['usermod', 'useradd'], ['-p']],
    `\\b(?:usermod|useradd)\\b${WITHIN}-p\\s+`,
    '(?:\'(?!\\[secret:)[^\'\\n]{8,400}\'|"(?!\\[secret:)[^"\\n]{8,400}")',
  ),
  named(
    'cookie',
    [['curl'], ['-b', '--cookie'], ['=']],
    `\\bcurl\\b${WITHIN}(?:-b|--cookie)\\s+["']?[A-Za-z0-9_.-]{1,60}=`,
    '(?!\\[secret:|\\$)[^\\s\'";]{8,4000}',
  ),
  named(
    'key',
    [['<<<'], ['kinit', 'passphrase-fd', 'secret', 'password-stdin', 'with-token', 'pass']],
    '\\b(?:kinit|passphrase-fd|secrets?[\\s:](?:put|set|create|add|import)|password-stdin|with-token|pass\\s+(?:insert|add))\\b[^|;&<\\n]{0,200}<<<\\s*',
    VALUE,
  ),
  named(
    'key',
    [['secret'], ['set'], ['-b', '--body']],
    `\\bsecret\\s+set\\b${WITHIN}(?:--body[= ]|-b\\s?)`,
    VALUE,
  ),
  named(
    'key',
    [['config'], ['--secret']],
    '\\bconfig\\s+set\\s+--secret\\s+[^\\s]{1,100}\\s+',
    VALUE,
  ),
  named(
    'password',
    [['$env:'], PASSWORD_NEEDS],
    `\\$env:[A-Za-z0-9_]{0,40}${PASSWORD}[A-Za-z0-9_]{0,20}\\s+=\\s*`,
    VALUE,
  ),
  named(
    'key',
    [['$env:'], KEY_NEEDS],
    `\\$env:[A-Za-z0-9_]{0,40}${KEY}[A-Za-z0-9_]{0,20}\\s+=\\s*`,
    LONG_VALUE,
  ),
  named(
    'password',
    [['net'], ['use'], ['\\\\']],
    '\\bnet\\s+use\\s+(?:[a-z]:\\s+)?\\\\\\\\[^\\s]{1,200}\\s+(?:/user:[^\\s]{1,100}\\s+)?(?![/*])',
    VALUE,
  ),
  named('password', [['schtasks'], ['/rp']], `\\bschtasks\\b${WITHIN}/rp\\s+`, VALUE),
  named(
    'password',
    [['sqlplus'], ['/']],
    '\\bsqlplus\\s+(?:-[a-z]{1,20}\\s+){0,4}[A-Za-z0-9_]{1,64}/',
    '(?!\\[secret:|\\$)[^\\s@/\'"]{1,200}',
  ),
  named('password', [['--password1', '--password2']], '--password[12]\\s+', VALUE),
];

/** All rules in the order in which they are applied. */
export const REDACT_TABLES: readonly RedactTable[] = [
  // A token starts at the start of a word.
  { start: '(?<![A-Za-z0-9_])', flags: '', rules: TOKEN_RULES },
  // Before the rules for single words, because these consider the words around them.
  { start: '', flags: '', rules: ARGUMENT_RULES },
  { start: '', flags: 'i', rules: WRITTEN_RULES },
  { start: '', flags: 'i', rules: NAMED_RULES },
  { start: '', flags: 'i', rules: PROGRAM_RULES },
  { start: '', flags: 'i', rules: OTHER_RULES },
];
