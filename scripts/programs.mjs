// Writes assets/programs.txt, the table of programs with sub-commands, from the completion specifications of
// @withfig/autocomplete, and their licence in the same folder. The package is installed into a temporary folder and is
// not a dependency.
//   npm run programs
// The same version gives the same bytes. Corrections and additions are in src/shell/programs/rows.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const PACKAGE = '@withfig/autocomplete';
const VERSION = '2.692.3';
const MAX_COMPRESSED = 120 * 1024;

/** Programs in the table, by purpose. */
const PROGRAMS = [
  // Versions and forges
  'git gh hub svn git-flow pre-commit lerna nx turbo',
  // Containers, clusters, infrastructure
  'docker docker-compose podman kubectl helm helmfile kind k3d minikube limactl multipass terraform terragrunt pulumi cdk',
  'argo tkn trivy cosign eksctl ansible-galaxy okteto ddev dapr vault doppler op infracost tfenv opa cloudflared ngrok',
  // Clouds and hosting
  'eb sam serverless amplify doctl oci cf heroku flyctl vercel netlify firebase supabase wrangler railway pscale deployctl',
  'stripe fastly hasura tailscale pocketbase',
  // Package managers and builds
  'npm pnpm yarn bun deno nvm volta fnm pip pipenv pipx poetry uv conda mamba pyenv cargo rustup go gem bundle rbenv rvm',
  'composer dotnet mix brew apt dpkg pod mas softwareupdate dart flutter fvm gradle bazel cmake swift tuist wasm-pack',
  'asdf mise just task rush yalc np vsce',
  // Frameworks and databases
  'prisma typeorm sequelize knex mikro-orm dbt django-admin rails symfony laravel valet wp drush artisan nest ng expo eas',
  'ionic capacitor cordova next nuxt astro vite gatsby react-native hardhat surreal kafkactl airflow jupyter',
  // The system
  'systemctl launchctl defaults networksetup pmset tmutil xcrun simctl pm2 tmux screen chezmoi rclone gpg keytool zoxide adb',
  'ollama fastlane ruff',
]
  .join(' ')
  .split(' ');

const OPTION = /^-[^\s=,|{}!<>@^]+$/;
const NAME = /^[A-Za-z0-9][\w:.+-]*$/;
/** Deeper sub-commands belong to plug-ins, not to a program. */
const MAX_DEPTH = 4;

/**
 * @param {any} value
 * @returns {any[]}
 */
const listOf = (value) => (value === undefined || value === null ? [] : [value].flat());

/**
 * @param {any} value
 * @returns {string[]}
 */
const namesOf = (value) => [...new Set(listOf(value).map(String))];

/**
 * Options of a command as words of a line.
 * @param {any} spec
 * @param {boolean} isWhole Whether they are those of the program itself.
 */
function optionWords(spec, isWhole) {
  const options = listOf(spec.options);
  const letters = options.flatMap(({ name }) => namesOf(name)).filter(isShort);
  // Some specifications contain `-am` in addition to `-a` and `-m`.
  const isCluster = (/** @type {string} */ name) =>
    /^-[A-Za-z]{2,3}$/.test(name) &&
    Array.from(name.slice(1)).every((char) => letters.includes(`-${char}`));
  return options.map((option) => optionText(option, isWhole, isCluster));
}

const isShort = (/** @type {string} */ name) => /^-[^-]$/.test(name);

/**
 * @param {any} option
 * @param {boolean} isWhole
 * @param {(name: string) => boolean} isLeftOut
 */
function optionText(option, isWhole, isLeftOut) {
  const known = namesOf(option.name).filter((name) => OPTION.test(name));
  const names = known.filter((name) => !isLeftOut(name));
  if (names.length === 0) return '';
  const value = valueMark(option, names);
  const isVersion = isWhole && value === '' && names.some((name) => /^--?version$/.test(name));
  const inert = isVersion || names.some((name) => /^--?(?:help|dry-?run)$/.test(name)) ? '!' : '';
  return `${names.join(',')}${value}${inert}${option.isPersistent === true ? '^' : ''}`;
}

/**
 * @param {any} option
 * @param {string[]} names
 */
function valueMark(option, names) {
  const [first] = listOf(option.args);
  if (first === undefined) return '';
  // `--dry-run client` is not valid: the value must be attached.
  return first.isOptional === true || names.includes('--dry-run') ? '=?' : '=';
}

/**
 * The lines of a command and its sub-commands, its own line first.
 * @param {any} spec
 * @param {string} path
 * @param {number} depth
 * @returns {string[]}
 */
function linesOf(spec, path, depth) {
  const single = spec.parserDirectives?.flagsArePosixNoncompliant === true ? ['@single'] : [];
  const words = optionWords(spec, depth === 0).filter((text) => text !== '');
  const own = [path, ...single, ...new Set(words.sort())].join(' ');
  if (depth === MAX_DEPTH) return [own];
  const subs = listOf(spec.subcommands).flatMap((sub) => {
    const [name, ...aliases] = namesOf(sub.name).filter((text) => NAME.test(text));
    if (name === undefined) return [];
    const others = aliases.map((alias) => `${path}/${alias} >${path}/${name}`);
    return [...linesOf(sub, `${path}/${name}`, depth + 1), ...others];
  });
  return [own, ...new Set(subs)];
}

/** @param {string} folder */
async function extract(folder) {
  const build = join(folder, 'node_modules', PACKAGE, 'build');
  /** @type {Map<string, string>} */
  const rows = new Map();
  for (const program of [...new Set(PROGRAMS)].sort()) {
    const file = join(build, `${program}.js`);
    if (!existsSync(file)) continue;
    const { default: spec } = await import(pathToFileURL(file).href);
    if (typeof spec !== 'object') continue;
    rows.set(program, `${linesOf(spec, program, 0).join('\n')}\n`);
  }
  return rows;
}

/** @param {Map<string, string>} rows */
function tableText(rows) {
  let offset = 0;
  /** @type {[string, number, number][]} */
  const places = [];
  for (const [program, text] of rows) {
    places.push([program, offset, text.length]);
    offset += text.length;
  }
  const body = [...rows.values()].join('');
  // Offsets in the file have a fixed width, so that their values do not change the size of the
  // index.
  const wide = (/** @type {number} */ number) => String(number).padStart(7, '0');
  const index = (/** @type {number} */ start) =>
    places.map(([name, at, size]) => `${name} ${wide(start + at)} ${wide(size)}\n`).join('');
  const indexBytes = index(0).length;
  const head = (/** @type {number} */ bytes) =>
    `programs 1 ${indexBytes} ${String(bytes).padStart(8, '0')}\n`;
  const start = head(0).length + indexBytes;
  return `${head(start + body.length)}${index(start)}${body}`;
}

const folder = await mkdtemp(join(tmpdir(), 'rulewright-programs-'));
try {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const install = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit'];
  execFileSync(npm, [...install, `${PACKAGE}@${VERSION}`], { stdio: 'ignore' });
  const rows = await extract(folder);
  const table = tableText(rows);
  if (/[^\n -~]/.test(table)) throw new Error('The table holds more than ASCII.');
  const compressed = gzipSync(table, { level: 9 }).length;
  if (compressed > MAX_COMPRESSED) throw new Error(`The table has ${compressed} bytes compressed.`);
  const assets = new URL('../assets/', import.meta.url);
  await writeFile(new URL('programs.txt', assets), table);
  await copyFile(
    join(folder, 'node_modules', PACKAGE, 'LICENSE'),
    new URL('programs.LICENSE.txt', assets),
  );
  process.stdout.write(`${rows.size} programs, ${table.length} bytes, ${compressed} compressed\n`);
} finally {
  await rm(folder, { recursive: true });
}
