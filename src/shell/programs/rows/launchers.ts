/**
 * Launchers: they likely run the command after them; not all of their options are known. For the
 * marks see `RowLine`.
 */
export const LAUNCHER_ROWS = `
adb @near
adb/shell @likely @text @stop -e= -n -T -t -x
ansible @each @shows -a,--args=> -m,--module-name= -i,--inventory= -C,--check! -D,--diff --list-hosts! -l,--limit= -u,--user= -b,--become --become-user= -e,--extra-vars= -f,--forks= -v,--verbose -h,--help! --version!
asdf/exec @near
autossh @near @hosts @stop -M= -f -N -T -p= -i=* -L= -R= -D= -o=>
aws-vault/exec @near
bun/x @near
bundle/exec @near
bunx @near
bwrap @near @stop --bind= --ro-bind= --dev= --proc= --tmpfs= --chdir=# --setenv= --unshare-all --share-net --die-with-parent --help! --version!
capsh @near -c=>
catchsegv @near
chamber/exec @near
chpst @near @stop -u= -U= -b= -e= -/= -n= -l= -L= -m= -d= -o= -p= -f= -c= -r= -t= -v -P -0 -1 -2
clush @near
concurrently @each
conda/run @near
cpulimit @near @stop -l,--limit= -v,--verbose -z,--lazy -i,--include-children -h,--help! -p,--pid= -e,--exe= -c,--cpu=
cross-env @near
dbus-launch @near
dbus-run-session @near
ddev/exec @near
direnv/exec @near
distrobox-enter @near
distrobox/enter @near
docker-compose/exec @near
docker-compose/run @near
doppler/run @near
dotenv @near
dotenvx/run @near
eatmydata @near @stop
env-cmd @near
fakeroot @near @stop -l,--lib= --faked= -s= -i= -u,--unknown-is-real -b= -h,--help! -v,--version!
faketime @near @stop -m -p= -f --exclude-monotonic
firejail @near @stop --net= --profile= --private=? --noprofile --quiet --help! --version! --list!
flatpak-spawn @near
fly >flyctl
flyctl/ssh/console @near -C=>
fnm/exec @near
gdb @escapes @near @single -args --args -core= -exec= -pid= -p= -directory= -d= -se= -symbols= -command= -x= -ex= -eval-command= -iex= -ix= -nh -nx -n -batch -batch-silent -quiet -q -silent -tty= -cd= -help! -h! -version! -v!
guix/shell @near
hatch/run @near
heroku/run @near
heroku/run:detached @near
hyperfine @each -p,--prepare=> -s,--setup=> -c,--cleanup=> --conclude=>
incus/exec @near
infisical/run @near
ip/netns/exec @near @stop
ip/vrf/exec @near @stop
jenv/exec @near
just @near --shell=>
kubectl/exec @near -c,--container= -f,--filename= --pod-running-timeout= -q,--quiet -i,--stdin -t,--tty
kubectl/rsh @near
kubectl/run @near --annotations= --attach --command --dry-run=?! --env= --expose --image= --image-pull-policy= -l,--labels= --leave-stdin-open -o,--output= --overrides= --override-type= --pod-running-timeout= --port= --privileged -q,--quiet --restart= --rm -i,--stdin -t,--tty --timeout= --wait
lando/ssh @near
ld.so @near
linux32 @near @stop
linux64 @near @stop
lldb @escapes @near
logsave @near
lxc/exec @near
machinectl/shell @near
mamba/run @near
micromamba/run @near
mise/exec @near
mise/x @near
mosh @near @hosts @stop --client= --server= --predict= --ssh= --port= -p= -a -n --help! --version!
multipass/exec @near
newgrp @likely:1 @stdin:shell
nix/develop @near -c,--command=>
nix/run @near
nix/shell @near -c,--command=>
nodemon @each
nodenv/exec @near
npm-run-all @each
npm/exec @near -c,--call=> -p,--package= -y,--yes --no
npm/x >npm/exec
npx @near @stop -c,--call=> -p,--package= -y,--yes --no -q,--quiet --node-options= -h,--help! -v,--version!
numactl @near @stop -i,--interleave= -N,--cpunodebind= -m,--membind= -l,--localalloc -C,--physcpubind= -p,--preferred= -H,--hardware! -s,--show! -h!
nvm/exec @near
onchange @near
op/run @near
parallel-ssh @near
pdm/run @near
pdsh @near
perf/record @near
perf/stat @near
pipenv/run @near
pkgx @near
pnpm/dlx @near
pnpm/exec @near
podman-compose/exec @near
poetry/run @near
prlimit @near @stop
proot @near
proxychains @near @stop -q -f=
proxychains4 @near @stop -q -f=
pssh @near
pyenv/exec @near
railway/run @near
rbenv/exec @near
reflex @each @near
rlwrap @near @stop -a=? -A=? -b= -c -C= -D= -e= -f= -H= -i -l= -M= -n -N -o -O= -p=? -P= -q= -r -R -s= -S= -t= -U -w= -W=? -X -z=
rye/run @near
salt @each
schroot @near
screen @near @stop -a -A -c= -d -D -e= -h= -i -l -list! -ls! -L -m -O -p= -q -Q -r -R -s= -S= -t= -T= -U -v! -wipe -x -X
setarch @near @stop -B,--32bit -F,--fdpic-funcptrs -I,--short-inode -L,--addr-compat-layout -R,--addr-no-randomize -S,--whole-seconds -T,--sticky-timeouts -X,--read-implies-exec -Z,--mmap-page-zero -3,--3gb --4gb --uname-2.6 --list! -v,--verbose -h,--help! -V,--version!
setpriv @near @stop -d,--dump! --nnp,--no-new-privs --ambient-caps= --inh-caps= --bounding-set= --ruid= --euid= --rgid= --egid= --reuid= --regid= --clear-groups --keep-groups --init-groups --groups= --securebits= --selinux-label= --apparmor-profile= --reset-env -h,--help! -V,--version!
sg @likely:1 -c=>
softlimit @near @stop -a= -c= -d= -f= -l= -m= -o= -p= -r= -s= -t=
sops/exec-env @near
sops/exec-file @near
sshpass @near @stop -f= -d= -p= -e -P= -v -h! -V!
systemd-inhibit @near @stop -h,--help! --version! --no-pager --no-legend --what= --who= --why= --mode= --list!
systemd-run @near @stop -h,--help! --version! --no-ask-password --user -H,--host= -M,--machine= --scope -u,--unit= -p,--property= --description= --slice= --slice-inherit --no-block -r,--remain-after-exit --wait --send-sighup --service-type= --uid= --gid= --nice= --working-directory=# -d,--same-dir -E,--setenv= -t,--pty -P,--pipe -q,--quiet -G,--collect -S,--shell --path-property= --socket-property= --timer-property= --on-active= --on-boot= --on-startup= --on-unit-active= --on-unit-inactive= --on-calendar= --on-timezone-change --on-clock-change
toolbox/run @near
torsocks @near @stop
tsocks @near
uv/run @near
vagrant/ssh @near -c,--command=>
valgrind @near @stop -h,--help! --version! -q,--quiet -v,--verbose --tool= --leak-check=? --log-file= --track-origins=? --show-leak-kinds=? --error-exitcode= --suppressions= --num-callers= --trace-children=? --xml=? --xml-file= --gen-suppressions=? --vgdb=?
volta/run @near
watchexec @each @near
wsl @likely -d,--distribution= -u,--user= --cd= -e,--exec --shell-type= -l,--list! --status! --version! --help!
xvfb-run @near
yarn/dlx @near
yarn/exec @near
`;
