import { LONG_VALUE, NO_SECRET, VALUE, VALUE_END, WITHIN, named } from './redactParts';
import type { RedactRule } from './redactRule';

/** The rest of a word that contains another part before the secret, such as `user:`. */
const REST = '(?!\\[secret:|\\$|<)[^\\s\'"]{1,300}';
/** A value with a digit, because names such as `password` may also precede ordinary words. */
const WITH_DIGIT = '(?=[^\\s]{0,200}[0-9])';
const QUOTE = '["\']';
const SECRET_NAME =
  '[A-Z0-9_]{0,40}(?:PASS(?:WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|KEY|PAT|CREDENTIALS?)';

/** A password option of these programs. Case-sensitive: `-p` and `-P` are different options. */
function option(programs: string, needs: readonly string[], options: string): RedactRule {
  return named('password', [needs], `\\b(?:${programs})\\b${WITHIN}${options}`, VALUE);
}

/** Secrets in an argument of a program whose name may be in upper or lower case. */
export const ARGUMENT_RULES: readonly RedactRule[] = [
  named(
    'password',
    [['curl'], ['u', 'U'], [':']],
    `\\bcurl\\b${WITHIN}-[A-Za-z#]{1,8}[uU] ?["']?[^\\s:'"/$[]{1,100}:`,
    REST,
  ),
  named('password', [['lftp'], [',']], `\\blftp\\b${WITHIN}-u ?["']?[^\\s,'"]{1,64},`, REST),
  option('ssh-keygen', ['ssh-keygen'], '-[NP]\\s?(?=\\S)'),
  option('cqlsh|rabbitmqadmin|twine', ['cqlsh', 'rabbitmqadmin', 'twine'], '-p\\s+(?!-)'),
  option(
    'rdesktop|cypher-shell|couchbase-cli|mycli|ncftp(?:get|put)|hydra|certipy|racadm',
    ['rdesktop', 'cypher', 'couchbase', 'mycli', 'ncftp', 'hydra', 'certipy', 'racadm'],
    '-p\\s?(?=\\S)(?!-)',
  ),
  option('poetry publish', ['poetry publish'], '-p\\s+(?!-)'),
  option(
    'ipmitool|mosquitto_(?:pub|sub|rr)',
    ['ipmitool', 'mosquitto_pub', 'mosquitto_sub', 'mosquitto_rr'],
    '-P\\s+(?!-)',
  ),
  option('ldappasswd', ['ldappasswd'], '-[as]\\s+(?!-)'),
  option('snmp(?:walk|get|set|bulkwalk)', ['snmp'], '-[AX]\\s+(?!-)'),
  option('zip|unzip', ['zip'], '-[a-zA-Z]{0,6}P\\s+(?!-)'),
  option('7z[ar]?|rar|unrar', ['7z', 'rar'], '-h?p(?=\\S)'),
  option('mongo(?:sh|dump|restore|export|import)?', ['mongo'], '-p\\s?(?=\\S)(?!-)'),
  option('sqlcmd|bcp', ['sqlcmd', 'bcp'], '-P\\s?(?=\\S)(?!-)'),
  option('ldap(?:search|add|modify|delete|whoami|passwd)', ['ldap'], '-w\\s?(?=\\S)(?!-)'),
  option('impala-shell', ['impala-shell'], '-[pPw]\\s?(?=\\S)(?!-)'),
  option(
    'evil-winrm|crackmapexec|netexec|nxc',
    ['evil-winrm', 'crackmapexec', 'netexec', 'nxc'],
    '-p\\s+(?!-)',
  ),
  option('plink|pscp|psftp', ['plink', 'pscp', 'psftp'], '-pw\\s+'),
  option('security unlock-keychain', ['security unlock-keychain'], '-p\\s+(?!-)'),
  option('security (?:add|set)-[a-z-]{1,40}', ['security add-', 'security set-'], '-[wp]\\s+(?!-)'),
  named(
    'key',
    [['mc alias set', 'mc config host add']],
    '\\bmc (?:alias set|config host add)\\s+[^\\s]{1,64}\\s+[^\\s]{1,200}\\s+[^\\s]{1,128}\\s+',
    VALUE,
  ),
  named(
    'password',
    [['htpasswd']],
    '\\bhtpasswd\\s+-(?=[A-Za-z]{0,8}n)(?=[A-Za-z]{0,8}b)[A-Za-z]{2,9}\\s+[^\\s]{1,100}\\s+',
    VALUE,
  ),
  named(
    'token',
    [['doctl', 'codecov', 'influx', 'snyk'], ['-t']],
    `\\b(?:doctl|codecov|influx|snyk)\\b${WITHIN}-t\\s+`,
    LONG_VALUE,
  ),
  named(
    'password',
    [['creds'], [':']],
    '(?<!\\S)--(?:src-|dest-)?creds[= ]["\']?[^\\s:\'"/$[]{1,100}:',
    REST,
  ),
  // What a program is given to log in with: a long word of letters and digits without a dot or slash.
  named(
    'token',
    [['auth', 'login', 'setapikey', 'set-api-key', 'authorize', 'unlock']],
    '\\b(?:auth|login|setapikey|set-api-key|authorize|authorize-account)\\s+(?:[0-9a-f]{12,40}\\s+)?',
    `(?=[A-Za-z_-]{0,200}[0-9])(?=[0-9_-]{0,200}[A-Za-z])(?![0-9a-f]{12,40}\\s+[A-Za-z0-9+/]{20})[A-Za-z0-9_-]{20,512}${VALUE_END}`,
  ),
  // After a user name. A separate rule, because `-p` also specifies ports and levels.
  named(
    'password',
    [['-p'], ['-u', '--user', '--admin-user']],
    '(?<!\\S)(?:-u|--user(?:name)?|--admin-user(?:name)?)[ =][^\\s]{1,100}\\s+-p\\s+',
    `(?=[^\\s]{0,200}[0-9])(?=[^\\s]{0,200}[A-Za-z])(?![^\\s]{0,200}[:/=])${VALUE}`,
  ),
  named(
    'password',
    [['dscl'], ['-passwd']],
    '\\bdscl\\s[^|;&\\n]{0,200}?-passwd\\s+[^\\s]{1,200}\\s+',
    VALUE,
  ),
  named('password', [['bw'], ['unlock']], '\\bbw\\s+unlock\\s+(?!-)', VALUE),
  // A variable whose name indicates a key, with a value that looks like one.
  named(
    'key',
    [['_KEY=', '_PAT=', '_PSK=']],
    '\\b[A-Z][A-Z0-9_]{0,60}_(?:KEY|PAT|PSK)=["\']?',
    `(?=[A-Za-z+/=_]{0,100}[0-9])(?=[0-9+/=_]{0,100}[A-Za-z])[A-Za-z0-9+/=_]{20,512}${VALUE_END}`,
  ),
  named(
    'private-key',
    [['UFJJVkFUR', 'BSSVZBVE', 'QUklWQVRF']],
    '',
    '(?<![A-Za-z0-9+/])LS0tLS1CRUdJT[A-Za-z0-9+/]{1,32}?(?:UFJJVkFUR|BSSVZBVE|QUklWQVRF)[A-Za-z0-9+/=]{10,20000}',
  ),
];

/** Commands that read a secret from standard input. */
const SINK =
  '\\s*\\|[^|;&\\n]{0,200}(?:kinit\\b|cryptsetup\\b|\\b(?:go)?pass\\s+(?:insert|add)\\b|\\bsecret-tool\\s+store\\b|\\bsecrets?[\\s:](?:put|set|create|add|import)\\b|\\bsecrets\\s+versions\\s+add\\b|\\bvncpasswd\\s+-f|-pass(?:in|out)?\\s+stdin\\b|--(?:password-stdin|with-token|passphrase-fd|data-file=-))';

/** Secrets recognized by the text before them, in commands, queries and configuration files. */
export const WRITTEN_RULES: readonly RedactRule[] = [
  named(
    'password',
    [['redis-cli'], ['auth']],
    `\\bredis-cli\\b${WITHIN}AUTH\\s+(?!\\S{1,64}[ \\t]+\\[secret:)(?:[^\\s]{1,64}[ \\t]+(?=[^\\s|;&<>]))?`,
    VALUE,
  ),
  named('password', [['requirepass', 'masterauth']], '\\b(?:requirepass|masterauth)\\s+', VALUE),
  named(
    'key',
    [['vault'], ['login', 'unseal']],
    '\\bvault\\s+(?:login|operator\\s+unseal)\\s+(?!-|[a-z_]{1,40}=)',
    LONG_VALUE,
  ),
  named('key', [['cargo'], ['login']], '\\bcargo\\s+login\\s+(?!-)', LONG_VALUE),
  named(
    'password',
    [['mysqladmin'], ['password']],
    `\\bmysqladmin\\b${WITHIN}password\\s+(?!-)`,
    VALUE,
  ),
  named(
    'password',
    [['password'], ["'"], ['role', 'user', 'login']],
    "\\b(?:ROLE|USER|LOGIN)\\s[^;\\n]{1,160}?\\bPASSWORD\\s{0,3}=?\\s{0,3}(?=')",
    "'(?!\\[secret:)[^'\\n]{1,400}'",
  ),
  named(
    'password',
    [['set'], ['password'], ['=']],
    '\\bSET\\s+PASSWORD\\s{1,3}(?:FOR\\s+[^\\s]{1,100}\\s{1,3})?=\\s{0,3}(?:PASSWORD\\(\\s?)?',
    `(?:"(?!\\[secret:)[^"\\n]{1,400}"|'(?!\\[secret:)[^'\\n]{1,400}')`,
  ),
  named(
    'password',
    [['rabbitmqctl']],
    '\\brabbitmqctl\\s+(?:add_user|change_password|authenticate_user)\\s+[^\\s]{1,64}\\s+',
    VALUE,
  ),
  named(
    'password',
    [['mosquitto_passwd']],
    '\\bmosquitto_passwd\\s+(?:-c\\s+)?-b\\s+[^\\s]{1,200}\\s+[^\\s]{1,64}\\s+',
    VALUE,
  ),
  named(
    'password',
    [['xfreerdp', 'wfreerdp', 'runas'], ['/p:']],
    `\\b(?:[xw]freerdp|runas)\\b${WITHIN}/p:`,
    VALUE,
  ),
  named(
    'password',
    [['rpcclient', 'smbmap'], ['%']],
    `\\b(?:rpcclient|smbmap)\\b${WITHIN}-U ?["']?[^\\s%'"]{1,80}%`,
    REST,
  ),
  named('password', [['wpa_cli'], ['psk']], `\\bwpa_cli\\b${WITHIN}psk\\s+`, VALUE),
  named(
    'password',
    [['openssl'], ['passwd']],
    '\\bopenssl\\s+passwd\\s+(?:-(?:1|5|6|apr1)\\s+)?(?!-)',
    VALUE,
  ),
  named('password', [['encrypt_string']], '\\bencrypt_string\\s+(?!-)', VALUE),
  named(
    'password',
    [['crudini'], ['pass', 'secret', 'token']],
    `\\bcrudini\\b${WITHIN}[a-z_]{0,30}(?:password|passwd|secret|token)\\s+`,
    VALUE,
  ),
  named(
    'password',
    [['config'], ['.password', '.passphrase', '.token', 'http-basic.']],
    '\\bconfig\\s+(?:--?[a-z]{1,20}\\s+){0,3}(?:[a-z0-9.-]{1,60}\\.(?:password|passphrase|token)|http-basic\\.[^\\s]{1,80}\\s+[^\\s]{1,64})\\s+(?!-)',
    VALUE,
  ),
  named(
    'key',
    [['secret', 'token']],
    '(?<!\\S)-[a-z]{1,20}(?:Secret|AccessToken|ApiToken)\\s+(?!-)',
    `${WITH_DIGIT}${LONG_VALUE}`,
  ),
  named('key', [['--secret-']], '--secret-(?:string|binary)[= ](?!file)', VALUE),
  named(
    'key',
    [['put-parameter'], ['securestring'], ['--value']],
    '\\bput-parameter\\b(?=[^|;&\\n]{0,400}SecureString)[^|;&\\n]{0,400}?\\s--value[= ](?!file)',
    VALUE,
  ),
  named('key', [['secret'], ['--value']], `\\bsecret\\s+set\\b${WITHIN}--value[= ]`, VALUE),
  named(
    'key',
    [['secret'], ['--from-literal']],
    `\\bsecret\\s+generic\\b${WITHIN}--from-literal[= ]["']?(?![^\\s=]{0,60}passw)[^\\s='"]{1,100}=`,
    REST,
  ),
  named(
    'key',
    [['secret'], ['set'], ['=']],
    '\\bsecrets?\\s+set\\s+(?:-[^\\s]{1,40}\\s+){0,3}[A-Z0-9_]{1,60}=',
    VALUE,
  ),
  named(
    'password',
    [['expect'], ['send'], ['ass']],
    '\\bexpect\\b[^\\n]{0,300}?ass(?:word|phrase)[^\\n]{0,100}?send\\s+(?:--\\s+)?\\\\?["\']',
    '(?!\\[secret:|\\$)[^\\s"\'\\\\]{4,200}',
  ),
  named(
    'password',
    [['echo', 'printf']],
    `\\b(?:echo|printf)\\s+(?:[^\\s|;&]{1,8}\\s+)?`,
    VALUE,
    SINK,
  ),
  named(
    'password',
    [['sudo'], ['<<<']],
    '\\bsudo\\s+-[a-z]{0,3}S\\b[^|;&<\\n]{0,200}<<<\\s*',
    VALUE,
  ),
  named(
    'password',
    [['pgpass']],
    `\\becho\\s+["']?[^\\s:'"]{1,100}:[0-9*]{1,5}:[^\\s:]{1,60}:[^\\s:]{1,60}:`,
    REST,
    `["']?\\s*>{1,2}\\s*[^\\s]{0,60}pgpass`,
  ),
  named('password', [['sshpass=']], '\\bSSHPASS=', VALUE),
  named(
    'key',
    [['set'], ['pass', 'pwd', 'secret', 'token', 'key', 'pat', 'credential']],
    `\\b(?:setx\\s+|set\\s+-[a-z]{1,3}\\s+|Set-Item\\s+(?:-Path\\s+)?Env:|SetEnvironmentVariable\\(\\s?["'])${SECRET_NAME}["']?[\\s,]{1,3}`,
    LONG_VALUE,
  ),
  // `name = value` of configuration files and languages: quoted, or a word with a digit.
  named(
    'password',
    [['pass'], ['=']],
    '(?:passw(?:or)?d|passphrase)[ \\t]{1,8}=[ \\t]{0,8}',
    `(?:(?=${QUOTE})|${WITH_DIGIT}(?=[^=]))${VALUE}`,
  ),
  named(
    'key',
    [['secret', 'token', 'key'], ['=']],
    '(?:secret|token|(?:api|access|account|auth|encryption|master|private|secret|shared|signing|storage|service)[_-]?key)[ \\t]{1,8}=[ \\t]{0,8}',
    `${WITH_DIGIT}${LONG_VALUE}`,
  ),
  named(
    'password',
    [['pass'], [': ']],
    `(?<=["'/\\n])[a-z0-9_.-]{0,30}(?:passw(?:or)?d|passphrase): {1,4}`,
    `${WITH_DIGIT}${VALUE}`,
  ),
  named(
    'key',
    [['secret', 'token', 'key'], [': ']],
    `(?<=["'/\\n])[a-z0-9_.-]{0,30}(?:secret|token|(?:api|access|secret|auth|private)[_-]?key): {1,4}`,
    `${WITH_DIGIT}${LONG_VALUE}`,
  ),
  named('key', [['secret'], ['key']], 'secret[_-]?(?:access[_-]?)?key["\']\\s?:\\s?', LONG_VALUE),
  // A variable named `pwd` can also contain a directory.
  named(
    'password',
    [['pwd']],
    `(?<![a-z])pwd["']?\\s?:\\s?(?=["'](?![/.~]))`,
    `${NO_SECRET}(?:"[^"\\n]{1,400}"|'[^'\\n]{1,400}')`,
  ),
];
