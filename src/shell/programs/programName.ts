import { WordList } from '../words/wordList';
import { SHELL_NAMES } from './interpreters';

/** How a program with sub-commands is parsed. */
export interface Program {
  /** Number of bare words that name the sub-command. */
  readonly depth: number;
  /** Global options that take a value and do not affect the operation. */
  readonly global?: readonly string[];
}

/** The program that a word names: without its folder and `.exe`, `$SHELL` as `sh`. */
export function programName(value: string): string {
  if (SHELL_NAMES.has(value)) return 'sh';
  const name = value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf('\\')) + 1);
  const bare = name.slice(-4).toLowerCase() === '.exe' ? name.slice(0, -4) : name;
  return bare === '' ? value : bare;
}

/** How to parse a program with sub-commands; undefined for any other. */
export function programOf(name: string): Program | undefined {
  return PROGRAMS.get(name) ?? (WITH_ONE_NAME.has(name) ? ONE_NAME : undefined);
}

/** Whether a sub-command is a group, so that one more bare word names the operation. */
export function isGroup(program: string, sub: string): boolean {
  return GROUPS.includes(`,${program} ${sub},`);
}

const ONE_NAME: Program = { depth: 1 };

const PROGRAMS: ReadonlyMap<string, Program> = new Map<string, Program>([
  [
    'git',
    {
      depth: 1,
      global: [
        '-C',
        '-c',
        '--git-dir',
        '--work-tree',
        '--namespace',
        '--exec-path',
        '--config-env',
      ],
    },
  ],
  [
    'docker',
    { depth: 1, global: ['-H', '--host', '-c', '--context', '--config', '-l', '--log-level'] },
  ],
  ['podman', { depth: 1, global: ['--connection', '--url', '--log-level'] }],
  [
    'kubectl',
    {
      depth: 1,
      global: [
        '-n',
        '--namespace',
        '--context',
        '--kubeconfig',
        '--cluster',
        '--user',
        '-s',
        '--server',
      ],
    },
  ],
  ['oc', { depth: 1, global: ['-n', '--namespace', '--context', '--kubeconfig'] }],
  ['helm', { depth: 1, global: ['-n', '--namespace', '--kube-context', '--kubeconfig'] }],
  ['aws', { depth: 2, global: ['--profile', '--region', '--output', '--endpoint-url'] }],
  ['gcloud', { depth: 3, global: ['--project', '--account', '--configuration', '--format'] }],
  ['az', { depth: 3, global: ['--subscription', '-o', '--output'] }],
  ['gh', { depth: 2, global: ['-R', '--repo'] }],
  ['npm', { depth: 1, global: ['--prefix', '-C'] }],
  ['pnpm', { depth: 1, global: ['-C', '--dir', '--filter', '-F'] }],
  ['yarn', { depth: 1, global: ['--cwd'] }],
  ['cargo', { depth: 1, global: ['-C', '--color', '--config', '-Z'] }],
  ['terraform', { depth: 1 }],
  ['systemctl', { depth: 1, global: ['-H', '--host', '-M', '--machine'] }],
]);

const WITH_ONE_NAME = new WordList(
  'go pip pip3 pipx poetry uv conda mamba brew apt apt-get dnf yum pacman snap flatpak launchctl diskutil ' +
    'hdiutil tofu pulumi vault consul nomad flyctl fly heroku vercel netlify firebase supabase wrangler doctl ' +
    'bundle gem rake composer mix rustup dotnet svn hg bun deno ip ufw nmcli tmutil crontab zfs zpool btrfs lvm ' +
    'vagrant rclone restic borg velero argocd flux istioctl linkerd eksctl kops kustomize skaffold minikube kind ' +
    'k3d buildah skopeo ansible-galaxy mc gsutil psql-admin rabbitmqctl redis-admin turbo nx lerna corepack fvm ' +
    'flutter dart pod xcrun security defaults csrutil docker-compose podman-compose',
);

const GROUPS =
  ',docker system,docker volume,docker image,docker container,docker network,docker compose,docker builder,' +
  'docker buildx,docker context,docker swarm,docker stack,docker service,docker node,docker secret,' +
  'docker config,docker plugin,podman system,podman volume,podman image,podman container,podman network,' +
  'podman machine,git stash,git worktree,git remote,git submodule,git bisect,git reflog,git notes,git lfs,' +
  'git config,kubectl config,kubectl rollout,terraform state,terraform workspace,helm repo,npm config,' +
  'npm cache,npm run,pnpm run,yarn run,ip link,ip route,ip addr,';
