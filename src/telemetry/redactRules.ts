/**
 * One shape of a secret, as regular expression sources: what `before` and `after` match stays, what `secret` matches
 * becomes the mark `[secret:kind]`. Every repeat is bounded or ends at a character it cannot hold, so the time is linear
 * in the text. No groups that capture, no flags.
 */
export interface RedactRule {
  readonly kind: string;
  readonly before: string;
  readonly secret: string;
  readonly after: string;
}

/** Rules that are looked for together. */
export interface RedactTable {
  /** What stands in front of each rule of the table. */
  readonly start: string;
  readonly flags: '' | 'i';
  readonly rules: readonly RedactRule[];
}

/** A token by its own look, to the end of the word: what is left of a word must not look like a token again. */
function token(kind: string, ...shapes: readonly string[]): RedactRule {
  return { kind, before: '', secret: `(?:${shapes.join('|')})\\w*`, after: '' };
}

/** A secret by what stands around it. */
function named(kind: string, before: string, secret: string, after = ''): RedactRule {
  return { kind, before, secret, after };
}

/** Tokens that carry their maker's prefix or form. These come first, so that their marks say most. */
const TOKEN_RULES: readonly RedactRule[] = [
  token(
    'private-key',
    '-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){0,20000}(?:-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?',
  ),
  token('age-key', 'AGE-SECRET-KEY-1[0-9A-Z]{20,80}'),
  token('github-token', 'gh[opsru]_[A-Za-z0-9]{20,255}', 'github_pat_[A-Za-z0-9_]{20,255}'),
  token(
    'gitlab-token',
    'gl(?:pat|dt|rt|cbt|ptt|ft|oas|soat|agent|imt|ffct)-[A-Za-z0-9_.-]{16,255}',
  ),
  token('bitbucket-token', 'ATBB[A-Za-z0-9]{24,64}'),
  token('atlassian-token', 'AT[AC]TT3[A-Za-z0-9_=-]{30,400}'),
  token('aws-access-key', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])'),
  token(
    'slack-token',
    'xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{10,255}',
    'xapp-[A-Za-z0-9-]{10,255}',
  ),
  token(
    'stripe-key',
    '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}',
    'whsec_[A-Za-z0-9+/=]{16,255}',
  ),
  token('anthropic-key', 'sk-ant-[A-Za-z0-9_-]{16,255}'),
  token('openrouter-key', 'sk-or-[A-Za-z0-9_-]{16,255}'),
  token('openai-key', 'sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,255}'),
  token(
    'google-key',
    'AIza[0-9A-Za-z_-]{35}',
    'GOCSPX-[0-9A-Za-z_-]{20,40}',
    'ya29\\.[0-9A-Za-z_-]{20,1024}',
  ),
  token('npm-token', 'npm_[A-Za-z0-9]{30,64}'),
  token('pypi-token', 'pypi-[A-Za-z0-9_-]{16,1024}'),
  token('rubygems-key', 'rubygems_[a-f0-9]{32,64}'),
  token('crates-token', 'cio[A-Za-z0-9]{32}(?![A-Za-z0-9])'),
  token('nuget-key', 'oy2[a-z0-9]{43}(?![a-z0-9])'),
  token('docker-token', 'dckr_(?:pat|oat)_[A-Za-z0-9_-]{16,64}'),
  token('jwt', 'eyJ[A-Za-z0-9_-]{8,4096}\\.eyJ[A-Za-z0-9_-]{4,4096}\\.[A-Za-z0-9_-]{4,4096}'),
  token('digitalocean-token', 'do[opr]_v1_[a-f0-9]{32,64}'),
  token('sendgrid-key', 'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}'),
  token('twilio-key', 'SK[0-9a-f]{32}(?![0-9a-f])'),
  token('mailgun-key', 'key-[0-9a-f]{32}(?![0-9a-f])'),
  token('mailchimp-key', '[0-9a-f]{32}-us[0-9]{1,2}(?![0-9])'),
  token('telegram-token', '[0-9]{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])'),
  token('discord-token', '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}'),
  token('heroku-key', 'HRKU-[A-Za-z0-9_-]{30,80}'),
  token('huggingface-token', '(?:hf|api_org)_[A-Za-z0-9]{30,64}'),
  token('databricks-token', 'dapi[a-f0-9]{32}(?:-[0-9])?(?![a-f0-9])'),
  token('shopify-token', 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}'),
  token('linear-key', 'lin_(?:api|oauth)_[A-Za-z0-9]{30,64}'),
  token('notion-token', 'ntn_[A-Za-z0-9]{30,64}', 'secret_[A-Za-z0-9]{40,64}'),
  token('figma-token', 'fig[dour]_[A-Za-z0-9_-]{20,80}'),
  token('vault-token', 'hv[bsr]\\.[A-Za-z0-9_-]{20,512}'),
  token('terraform-token', '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_-]{40,100}'),
  token('grafana-token', 'gl(?:sa|c)_[A-Za-z0-9_+/=]{20,400}'),
  token('newrelic-key', 'NR(?:AK|AL|II|JS)-[A-Za-z0-9]{20,64}'),
  token('pulumi-token', 'pul-[a-f0-9]{40}'),
  token('planetscale-token', 'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{20,64}'),
  token('sentry-token', 'sntry[su]_[A-Za-z0-9_+/=]{20,400}'),
  token('square-token', 'sq0(?:atp|csp)-[A-Za-z0-9_-]{20,64}', 'EAAA[A-Za-z0-9_-]{56,64}'),
  token('facebook-token', 'EAACEdEose0cBA[A-Za-z0-9]{10,255}'),
  token('doppler-token', 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9._-]{20,80}'),
  token('fly-token', 'fo1_[A-Za-z0-9_-]{30,64}', 'fm[12][ar]?_[A-Za-z0-9+/=_-]{30,1024}'),
  token('supabase-key', 'sb(?:p|_secret)_[A-Za-z0-9_-]{20,64}'),
  token('netlify-token', 'nf[pc]_[A-Za-z0-9]{30,64}'),
  token('airtable-token', 'pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}'),
  token('postman-key', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'),
  token('tailscale-key', 'tskey-[A-Za-z0-9-]{16,80}'),
  token('buildkite-token', 'bk(?:ua|pat|ct)_[A-Za-z0-9]{30,64}'),
  token('circleci-token', 'CCI(?:PAT|PRJ)_[A-Za-z0-9_]{20,80}'),
  token('groq-key', 'gsk_[A-Za-z0-9]{30,64}'),
  token('replicate-token', 'r8_[A-Za-z0-9]{30,64}'),
  token('perplexity-key', 'pplx-[A-Za-z0-9]{30,64}'),
  token('xai-key', 'xai-[A-Za-z0-9]{40,100}'),
  token('1password-token', 'ops_eyJ[A-Za-z0-9_=-]{30,4096}'),
  token('artifactory-key', 'AKCp[A-Za-z0-9]{30,80}'),
  token('sonar-token', 'sq[apu]_[a-f0-9]{40}'),
  token('azure-secret', '[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}'),
  token('alibaba-key', 'LTAI[A-Za-z0-9]{12,24}(?![A-Za-z0-9])'),
  token('dropbox-token', 'sl\\.(?:u\\.)?[A-Za-z0-9_-]{100,1400}'),
  token(
    'webhook-url',
    'https://hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{16,255}',
  ),
  token(
    'webhook-url',
    'https://(?:[a-z]{1,10}\\.)?discord(?:app)?\\.com/api/webhooks/[0-9]{10,20}/[A-Za-z0-9_-]{20,100}',
  ),
  token(
    'webhook-url',
    'https://[a-z0-9-]{1,63}\\.webhook\\.office\\.com/webhookb2/[A-Za-z0-9/@-]{30,255}',
  ),
];

/** What a secret's value may look like in a command: quoted, or a bare word. Never a variable, place holder or mark. */
const NO_SECRET = '(?!\\s|""|\'\'|["\']?(?:\\$|<|\\[secret:|\\{\\{|%[A-Za-z_]+%|\\*{3}))';
const QUOTED = '"(?:(?!\\[secret:)[^"\\n]){1,2000}"|\'(?:(?!\\[secret:)[^\'\\n]){1,2000}\'';
const BARE = '[^\\s\'"`;|&<>(){},\\\\]';
const VALUE_END = '(?=$|[\\s\'"`;|&<>)},\\\\])';
const VALUE = `${NO_SECRET}(?:${QUOTED}|${BARE}{1,512}${VALUE_END}|${BARE}{513,})`;
/** For names such as `token`, which also name harmless things: not short and not a number. */
const LONG_VALUE = `${NO_SECRET}(?:${QUOTED}|(?![0-9.]+${VALUE_END})(?:${BARE}{8,512}${VALUE_END}|${BARE}{513,}))`;

const PASSWORD =
  '(?:passw(?:or)?d|passphrase|passcode|(?<![a-z])pass|(?:mysql|db|sa|sql|user|admin|root|ftp|smtp)_?pwd)';
const KEY =
  '(?:secret|token|(?:api|access|account|auth|encryption|master|private|shared|signing|storage|service)[_-]?key|credentials?|(?<![a-z])auth)';
/** What stands between a name and its value: `=`, or the colon of JSON and YAML. */
const IS = '(?:=|["\']\\s?[:=]\\s?|: ?(?=["\']))';
/** A whole line of YAML. */
const LINE_START = '(?<![^\\n])[ \\t]{0,40}(?:[A-Za-z0-9]{1,20}[_-]){0,3}';
const LINE_END = '[ \\t]{0,8}(?![^\\n])';
const IS_ESCAPED = '\\\\"\\s?:\\s?\\\\"';
const OPTION_START = '(?<![^\\s\'"])--?(?:[A-Za-z0-9]{1,20}-){0,3}';
const OPTION_GAP = '[ \\t]+(?!-)';
const WITHIN = '[^|;&\\n]{0,400}?\\s';

/** Secrets known by the name, option or header in front of them. */
const NAMED_RULES: readonly RedactRule[] = [
  named(
    'password',
    '://[^\\s/:@\'"`<>$[\\]]{0,64}:',
    '(?!\\$|<|\\[secret:|\\{\\{|%[A-Z_]+%)[^\\s/@\'"`<>]{1,256}',
    '@',
  ),
  named('token', '://', '(?!\\$|<|\\[secret:)[A-Za-z0-9_~-]{20,256}', '@'),
  named(
    'credentials',
    'Authorization["\']?\\s?[:=]\\s?["\']?(?:(?:Bearer|Basic|Token|Digest|ApiKey|GenieKey)\\s+)?',
    `(?!GenieKey\\s)${LONG_VALUE}`,
  ),
  named(
    'credentials',
    '\\b(?:Bearer|Basic) +',
    `${NO_SECRET}(?=[^\\s]{0,200}[0-9=_-])[A-Za-z0-9+/=_.~-]{16,2000}`,
  ),
  named('cookie', 'Cookie:\\s?', `${NO_SECRET}[^'"\\n]{8,4000}`),
  named(
    'key',
    '(?:X-[A-Za-z0-9-]{0,30}(?:Key|Token|Secret)|(?:Private|Job|Deploy)-Token|Api-Key|apikey):\\s?',
    LONG_VALUE,
  ),
  named('password', `${PASSWORD}${IS}`, VALUE),
  named('key', `${KEY}${IS}`, LONG_VALUE),
  named(
    'key',
    '(?:secret|token|passw(?:or)?d|api_?key)[A-Z0-9_]{1,40}=',
    `${NO_SECRET}(?=[A-Za-z_-]{0,200}[0-9])[A-Za-z0-9+/=_-]{16,2000}${VALUE_END}`,
  ),
  named('password', `${PASSWORD}${IS_ESCAPED}`, '(?!\\$|\\[secret:)[^"\\\\\\n]{1,400}'),
  named('key', `${KEY}${IS_ESCAPED}`, '(?!\\$|\\[secret:)[^"\\\\\\n]{8,2000}'),
  named('password', `${OPTION_START}${PASSWORD}${OPTION_GAP}`, VALUE),
  named('key', `${OPTION_START}${KEY}${OPTION_GAP}`, `(?!id=)${LONG_VALUE}`),
  named(
    'key',
    '(?:aws_secret_access_key|aws_session_token|_authToken|_auth|_password)[ =]',
    LONG_VALUE,
  ),
  named(
    'key',
    '[?&;](?:sig|signature|code|key|X-Amz-(?:Signature|Credential|Security-Token))=',
    `${NO_SECRET}[A-Za-z0-9%+/=_.~-]{16,2000}`,
  ),
  named('password', `${LINE_START}${PASSWORD}:[ \\t]`, VALUE, LINE_END),
  named('key', `${LINE_START}${KEY}:[ \\t]`, LONG_VALUE, LINE_END),
  named('password', '\\bpass:', VALUE),
  named('password', '(?:IDENTIFIED\\s+BY|(?:WITH|SET)\\s+(?:ENCRYPTED\\s+)?PASSWORD)\\s+', VALUE),
  named('password', '\\blogin\\s+[^\\s]{1,100}\\s+password\\s+', VALUE),
];

/** Passwords known by the program they are handed to. */
const PROGRAM_RULES: readonly RedactRule[] = [
  named('password', '\\bsshpass\\s+-p\\s?', VALUE),
  named(
    'password',
    `\\b(?:mysql(?:dump|admin|import)?|mariadb(?:-dump)?)\\b${WITHIN}-p(?=\\S)`,
    VALUE,
  ),
  named('password', `\\blogin\\b${WITHIN}-p\\s+`, VALUE),
  named(
    'password',
    `\\b(?:mongo(?:sh|dump|restore)?|sqlcmd|bcp|ldap(?:search|add|modify)|impala-shell)\\b${WITHIN}-[pPw]\\s?(?=\\S)`,
    VALUE,
  ),
  named('password', `\\bredis-cli\\b${WITHIN}-a\\s+`, VALUE),
  named('password', `\\b(?:zip|unzip|7za?|rar|unrar)\\b${WITHIN}(?:-P\\s+|-p(?=\\S))`, VALUE),
  named(
    'password',
    `\\bsmbclient\\b${WITHIN}-U\\s?["']?[^\\s%'"]{1,80}%`,
    '(?!\\[secret:|\\$)[^\\s\'"]{1,200}',
  ),
  named(
    'password',
    `\\b(?:curl|wget|https?|xh|aria2c)\\b${WITHIN}(?:-u|--user|--proxy-user|-U|-a|--auth)[ =]?["']?[^\\s:'"/$[]{1,100}:`,
    '(?!\\[secret:|\\$|<)[^\\s\'"]{1,300}',
  ),
  named(
    'password',
    '\\bhtpasswd\\s+-[A-Za-z]{0,8}b[A-Za-z]{0,8}\\s+[^\\s-][^\\s]{0,200}\\s+[^\\s]{1,100}\\s+',
    VALUE,
  ),
  named('password', 'ConvertTo-SecureString\\s+(?:-String\\s+)?', VALUE),
  named('password', '\\bnet\\s+user\\s+[^\\s/]{1,64}\\s+(?![/*])', VALUE),
  named(
    'password',
    '\\b(?:echo|printf)\\s+(?:-[en]\\s+)?',
    VALUE,
    '\\s*\\|\\s*sudo\\s+(?:-[A-Za-z]\\s+){0,4}-[A-Za-z]{0,3}S',
  ),
  named(
    'password',
    '\\b(?:echo|printf)\\s+(?:-[en]\\s+)?["\']?[A-Za-z0-9_.-]{1,64}:',
    '(?!\\[secret:|\\$)[^\\s\'"|]{1,200}',
    '["\']?\\s*\\|\\s*(?:sudo\\s+)?chpasswd',
  ),
];

/** All rules, in the order they are applied. */
export const REDACT_TABLES: readonly RedactTable[] = [
  // Not after a letter, digit or underscore: a token starts where a word starts.
  { start: '(?<![A-Za-z0-9_])', flags: '', rules: TOKEN_RULES },
  { start: '', flags: 'i', rules: NAMED_RULES },
  { start: '', flags: 'i', rules: PROGRAM_RULES },
];
