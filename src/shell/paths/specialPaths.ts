import type { TargetClass } from './targetClass';

/**
 * The class of a path that has the same meaning in any folder: secrets, startup files, agent
 * settings, git's own folder. `path` is resolved, in lower case and without trailing wildcards.
 */
export function specialClass(path: string): TargetClass | undefined {
  if (!mayBeSpecial(path)) return undefined;
  if (isSecret(path)) return 'secret';
  if (STARTUP_AT_HOME.test(path) || STARTUP_OF_SYSTEM.test(path) || GIT_HOOKS.test(path)) {
    return 'startup';
  }
  if (AGENT_SETTINGS.test(path) || RULEWRIGHT.test(path)) return 'agent settings';
  return GIT_FOLDER.test(path) ? 'git folder' : undefined;
}

/** A fast test that excludes most paths. */
export function mayBeSpecial(path: string): boolean {
  return MAY_BE_SPECIAL.test(path);
}

const MAY_BE_SPECIAL =
  /(?:^|\/)[._]|\.(?:pem|key|p12|pfx|p8|jks|keystore|kdbx|ppk|jsonc?|ya?ml|toml|env|dat|cnf|txt)$|\.tfstate|id_|_history|^\/(?:etc|proc|var|run|usr|lib|library|system)\/|^~\/(?:library|appdata|documents)\/|^[a-z]:\/(?:windows|programdata)|rulewright/i;

function isSecret(path: string): boolean {
  if (SECRET_NAME.test(path)) return !PUBLIC_NAME.test(path);
  if (SSH.test(path)) return !SSH_OPEN.test(path);
  return SECRET_FOLDER.test(path) || SECRET_OF_SYSTEM.test(path);
}

/** File names of secrets in any folder. */
const SECRET_NAME =
  /(?:^|\/)(?:\.env(?:\.[\w.*-]+|\*)?|id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|[^/]*\.(?:pem|key|p12|pfx|p8|jks|keystore|kdbx|ppk)|[._]netrc|\.pgpass|\.my\.cnf|\.git-credentials|\.pypirc|\.htpasswd|\.vault-token|\.s3cfg|\.boto|\.dockercfg|credentials\.json|client_secret[^/]*\.json|service[-_]?account[^/]*\.json|secrets?\.(?:ya?ml|json|toml|env)|[^/]*\.tfstate(?:\.backup)?|\.(?:bash|zsh|sh|ksh|psql|python|node_repl|mysql|sqlite|rediscli|irb|dbshell)_?history|fish_history|consolehost_history\.txt|wallet\.dat)$/;
/** Example files without secrets, and public certificates. */
const PUBLIC_NAME =
  /\.env\.(?:[\w-]+\.)?(?:example|sample|template|tpl|dist|defaults?|schema|d\.ts)$|(?:^|\/)(?:ca|cert|chain|fullchain|public|pub)[^/]*\.(?:pem|key)$/;
const SSH = /(?:^|\/)\.ssh(?:$|\/)/;
/** Files in `.ssh` that are not secret. */
const SSH_OPEN =
  /\.ssh\/(?:known_hosts[^/]*|authorized_keys2?|config(?:\.d.*)?|rc|environment|[^/]*\.pub)$/;
const SECRET_FOLDER =
  /(?:^|\/)(?:\.(?:aws|azure|gnupg|password-store|bitcoin|ethereum|electrum|oci|mozilla\/firefox|subversion\/auth)(?:$|\/)|\.kube(?:$|\/config)|\.docker\/config\.json$|\.config\/(?:gcloud|gh|hub|op|rclone|doctl|age|solana|github-copilot|google-chrome|chromium|bravesoftware|microsoft-edge|vivaldi|opera)(?:$|\/)|\.cargo\/credentials|\.gem\/credentials|\.terraform\.d\/credentials|\.local\/share\/keyrings|\.m2\/settings(?:-security)?\.xml$|\.gradle\/gradle\.properties$|\.claude\/\.credentials\.json$|\.codex\/auth\.json$|\.gemini\/oauth_creds\.json$|library\/(?:keychains|cookies|application support\/(?:google\/chrome|firefox|bravesoftware|microsoft edge))|appdata\/(?:local|roaming)\/(?:google\/chrome|mozilla\/firefox|microsoft\/edge|bravesoftware|microsoft\/(?:credentials|protect)))|^~\/\.(?:npmrc|yarnrc\.yml|config\/configstore)$/;
const SECRET_OF_SYSTEM =
  /^\/(?:etc\/(?:g?shadow-?$|master\.passwd$|krb5\.keytab$|ssl\/private|ssh\/ssh_host_[^/]*key$|kubernetes\/|sssd\/)|(?:var\/)?run\/secrets|proc\/[^/]+\/(?:environ|mem)$|var\/lib\/kubelet\/)|^[a-z]:\/windows\/system32\/config\/(?:sam|security|system)$/;

const STARTUP_AT_HOME =
  /^~\/(?:\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zprofile|zshenv|zlogin|zlogout|kshrc|cshrc|tcshrc|login|xprofile|xinitrc|xsessionrc|pam_environment|gitconfig)$|\.config\/(?:fish|autostart|systemd|environment\.d|git\/config|powershell|nushell)(?:$|\/)|\.ssh\/(?:authorized_keys2?|config(?:\.d.*)?|rc|environment)$|\.local\/share\/systemd|library\/launch(?:agents|daemons)|documents\/(?:windows)?powershell\/|appdata\/roaming\/microsoft\/windows\/start menu\/programs\/startup)/;
const STARTUP_OF_SYSTEM =
  /^\/(?:etc\/(?:profile(?:\.d)?|bash\.bashrc|bashrc|zsh|zshrc|zshenv|zprofile|environment|crontab|anacrontab|cron\.[a-z]+|systemd|init\.d|rc\.local|rc\d?\.d|inittab|ld\.so\.preload|ld\.so\.conf(?:\.d)?|xdg\/autostart|gitconfig)(?:$|\/)|var\/spool\/(?:cron|at)|(?:usr\/)?(?:local\/)?lib\/systemd|(?:system\/)?library\/(?:launch(?:agents|daemons)|startupitems))/;
const GIT_HOOKS = /(?:^|\/)\.git\/(?:modules\/.*\/)?hooks(?:$|\/)/;

const AGENT_SETTINGS =
  /(?:^|\/)(?:\.claude(?:\.json|\/(?:settings[^/]*\.json|hooks(?:\/.*)?))?$|\.(?:codex|gemini|cursor|copilot|opencode)(?:$|\/(?:config[^/]*|hooks(?:\.json|\/.*)?|settings\.json|rules(?:\/.*)?|mcp[^/]*\.json|cli[^/]*\.json|permissions[^/]*\.json|opencode\.jsonc?)$)|opencode\.jsonc?$|\.config\/opencode(?:$|\/)|\.github\/hooks(?:$|\/)|\.vscode\/settings\.json$|code(?: - insiders)?\/user\/settings\.json$|\.vscode-server\/data\/machine\/settings\.json$|(?:library\/application support|programdata|etc)\/(?:claudecode|claude-code|codex|gemini-cli|cursor)(?:$|\/))/;
const RULEWRIGHT = /(?:^|\/)(?:globalstorage\/)?rulewright\.rulewright(?:$|[/-])/;
const GIT_FOLDER =
  /(?:^|\/)\.git(?:$|\/(?:objects|refs|logs|head|orig_head|config|index|packed-refs|info|worktrees|modules)(?:$|\/(?!.*\.lock$)))/;
