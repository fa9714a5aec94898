import type { RedactRule } from './redactRule';

/** Length of the shortest token. */
const SHORTEST = 15;

/** Tokens with the prefix or format of a vendor. Applied first, because their placeholders are the most specific. */
export const TOKEN_RULES: readonly RedactRule[] = [
  // A private key consists of several short words.
  withWordLength(
    0,
    token(
      'private-key',
      ['-----BEGIN '],
      '-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){0,20000}(?:-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?',
    ),
  ),
  token('age-key', ['AGE-SECRET-KEY-1'], 'AGE-SECRET-KEY-1[0-9A-Z]{20,80}'),
  token(
    'github-token',
    ['gho_', 'ghp_', 'ghs_', 'ghr_', 'ghu_', 'github_pat_'],
    'gh[opsru]_[A-Za-z0-9]{20,255}',
    'github_pat_[A-Za-z0-9_]{20,255}',
  ),
  token(
    'gitlab-token',
    [
      'glpat-',
      'gldt-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'gloas-',
      'glsoat-',
      'glagent-',
      'glimt-',
      'glffct-',
    ],
    'gl(?:pat|dt|rt|cbt|ptt|ft|oas|soat|agent|imt|ffct)-[A-Za-z0-9_.-]{16,255}',
  ),
  token('bitbucket-token', ['ATBB'], 'ATBB[A-Za-z0-9]{24,64}'),
  token('atlassian-token', ['ATATT3', 'ATCTT3'], 'AT[AC]TT3[A-Za-z0-9_=-]{30,400}'),
  token(
    'aws-access-key',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    '(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}(?![A-Z0-9])',
  ),
  token(
    'slack-token',
    ['xox', 'xapp-'],
    'xox[a-z](?:\\.xox[a-z])?-[A-Za-z0-9-]{10,255}',
    'xapp-[A-Za-z0-9-]{10,255}',
  ),
  token(
    'stripe-key',
    ['sk_', 'rk_', 'pk_', 'whsec_'],
    '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}',
    'whsec_[A-Za-z0-9+/=]{16,255}',
  ),
  token('anthropic-key', ['sk-ant-'], 'sk-ant-[A-Za-z0-9_-]{16,255}'),
  token('openrouter-key', ['sk-or-'], 'sk-or-[A-Za-z0-9_-]{16,255}'),
  // Excludes package names that start with the same letters: words joined by hyphens.
  token(
    'openai-key',
    ['sk-'],
    'sk-(?:(?:proj|svcacct|admin)-|(?!(?:[a-z]{2,20}-){2}))[A-Za-z0-9_-]{20,255}',
  ),
  token(
    'google-key',
    ['AIza', 'GOCSPX-', 'ya29.'],
    'AIza[0-9A-Za-z_-]{35}',
    'GOCSPX-[0-9A-Za-z_-]{20,40}',
    'ya29\\.[0-9A-Za-z_-]{20,1024}',
  ),
  token('npm-token', ['npm_'], 'npm_[A-Za-z0-9]{30,64}'),
  token('pypi-token', ['pypi-'], 'pypi-[A-Za-z0-9_-]{16,1024}'),
  token('rubygems-key', ['rubygems_'], 'rubygems_[a-f0-9]{32,64}'),
  withWordLength(35, token('crates-token', ['cio'], 'cio[A-Za-z0-9]{32}(?![A-Za-z0-9])')),
  withWordLength(46, token('nuget-key', ['oy2'], 'oy2[a-z0-9]{43}(?![a-z0-9])')),
  token('docker-token', ['dckr_'], 'dckr_(?:pat|oat)_[A-Za-z0-9_-]{16,64}'),
  token(
    'jwt',
    ['eyJ'],
    'eyJ[A-Za-z0-9_-]{8,4096}\\.eyJ[A-Za-z0-9_-]{4,4096}\\.[A-Za-z0-9_-]{4,4096}',
  ),
  withWordLength(38, token('digitalocean-token', ['_v1_'], 'do[opr]_v1_[a-f0-9]{32,64}')),
  withWordLength(
    36,
    token('sendgrid-key', ['SG.'], 'SG\\.[A-Za-z0-9_-]{16,64}\\.[A-Za-z0-9_-]{16,64}'),
  ),
  withWordLength(34, token('twilio-key', ['SK'], 'SK[0-9a-f]{32}(?![0-9a-f])')),
  withWordLength(36, token('mailgun-key', ['key-'], 'key-[0-9a-f]{32}(?![0-9a-f])')),
  withWordLength(36, token('mailchimp-key', ['-us'], '[0-9a-f]{32}-us[0-9]{1,2}(?![0-9])')),
  withWordLength(
    44,
    token('telegram-token', [':'], '[0-9]{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])'),
  ),
  withWordLength(
    59,
    token(
      'discord-token',
      ['.'],
      '[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}',
    ),
  ),
  token('heroku-key', ['HRKU-'], 'HRKU-[A-Za-z0-9_-]{30,80}'),
  token('huggingface-token', ['hf_', 'api_org_'], '(?:hf|api_org)_[A-Za-z0-9]{30,64}'),
  withWordLength(
    36,
    token('databricks-token', ['dapi'], 'dapi[a-f0-9]{32}(?:-[0-9])?(?![a-f0-9])'),
  ),
  token(
    'shopify-token',
    ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
  ),
  token('linear-key', ['lin_'], 'lin_(?:api|oauth)_[A-Za-z0-9]{30,64}'),
  token('notion-token', ['ntn_', 'secret_'], 'ntn_[A-Za-z0-9]{30,64}', 'secret_[A-Za-z0-9]{40,64}'),
  token('figma-token', ['figd_', 'figo_', 'figu_', 'figr_'], 'fig[dour]_[A-Za-z0-9_-]{20,80}'),
  token('vault-token', ['hvb.', 'hvs.', 'hvr.'], 'hv[bsr]\\.[A-Za-z0-9_-]{20,512}'),
  token('terraform-token', ['.atlasv1.'], '[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_-]{40,100}'),
  token('grafana-token', ['glsa_', 'glc_'], 'gl(?:sa|c)_[A-Za-z0-9_+/=]{20,400}'),
  token(
    'newrelic-key',
    ['NRAK-', 'NRAL-', 'NRII-', 'NRJS-'],
    'NR(?:AK|AL|II|JS)-[A-Za-z0-9]{20,64}',
  ),
  token('pulumi-token', ['pul-'], 'pul-[a-f0-9]{40}'),
  token('planetscale-token', ['pscale_'], 'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{20,64}'),
  token('sentry-token', ['sntrys_', 'sntryu_'], 'sntry[su]_[A-Za-z0-9_+/=]{20,400}'),
  token(
    'square-token',
    ['sq0', 'EAAA'],
    'sq0(?:atp|csp)-[A-Za-z0-9_-]{20,64}',
    'EAAA[A-Za-z0-9_-]{56,64}',
  ),
  token('facebook-token', ['EAACEdEose0cBA'], 'EAACEdEose0cBA[A-Za-z0-9]{10,255}'),
  token('doppler-token', ['dp.'], 'dp\\.(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9._-]{20,80}'),
  token(
    'fly-token',
    ['fo1_', 'fm1', 'fm2'],
    'fo1_[A-Za-z0-9_-]{30,64}',
    'fm[12][ar]?_[A-Za-z0-9+/=_-]{30,1024}',
  ),
  token('supabase-key', ['sbp_', 'sb_secret_'], 'sb(?:p|_secret)_[A-Za-z0-9_-]{20,64}'),
  token('netlify-token', ['nfp_', 'nfc_'], 'nf[pc]_[A-Za-z0-9]{30,64}'),
  withWordLength(80, token('airtable-token', ['pat'], 'pat[A-Za-z0-9]{14}\\.[a-f0-9]{64}')),
  token('postman-key', ['PMAK-'], 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'),
  token('tailscale-key', ['tskey-'], 'tskey-[A-Za-z0-9-]{16,80}'),
  token('buildkite-token', ['bkua_', 'bkpat_', 'bkct_'], 'bk(?:ua|pat|ct)_[A-Za-z0-9]{30,64}'),
  token('circleci-token', ['CCIPAT_', 'CCIPRJ_'], 'CCI(?:PAT|PRJ)_[A-Za-z0-9_]{20,80}'),
  token('groq-key', ['gsk_'], 'gsk_[A-Za-z0-9]{30,64}'),
  token('replicate-token', ['r8_'], 'r8_[A-Za-z0-9]{30,64}'),
  token('perplexity-key', ['pplx-'], 'pplx-[A-Za-z0-9]{30,64}'),
  token('xai-key', ['xai-'], 'xai-[A-Za-z0-9]{40,100}'),
  token('1password-token', ['ops_eyJ'], 'ops_eyJ[A-Za-z0-9_=-]{30,4096}'),
  token('artifactory-key', ['AKCp'], 'AKCp[A-Za-z0-9]{30,80}'),
  token('sonar-token', ['sqa_', 'sqp_', 'squ_'], 'sq[apu]_[a-f0-9]{40}'),
  withWordLength(
    37,
    token('azure-secret', ['Q~'], '[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}'),
  ),
  token('alibaba-key', ['LTAI'], 'LTAI[A-Za-z0-9]{12,24}(?![A-Za-z0-9])'),
  withWordLength(103, token('dropbox-token', ['sl.'], 'sl\\.(?:u\\.)?[A-Za-z0-9_-]{100,1400}')),
  token(
    'webhook-url',
    ['hooks.slack.com'],
    'https://hooks\\.slack\\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{16,255}',
  ),
  token(
    'webhook-url',
    ['/webhooks/'],
    'https://(?:[a-z]{1,10}\\.)?discord(?:app)?\\.com/api/webhooks/[0-9]{10,20}/[A-Za-z0-9_-]{20,100}',
  ),
  token(
    'webhook-url',
    ['webhook.office.com'],
    'https://[a-z0-9-]{1,63}\\.webhook\\.office\\.com/webhookb2/[A-Za-z0-9/@-]{30,255}',
  ),
];

/** A rule for tokens of these formats. Matches to the end of the word, so that the rest cannot match again. */
function token(kind: string, needs: readonly string[], ...shapes: readonly string[]): RedactRule {
  return {
    kind,
    needs: [needs],
    wordLength: SHORTEST,
    before: '',
    secret: `(?:${shapes.join('|')})\\w*`,
    after: '',
  };
}

/** Sets the minimum word length, for tokens whose `needs` occur in many commands. */
function withWordLength(wordLength: number, rule: RedactRule): RedactRule {
  return { ...rule, wordLength };
}
