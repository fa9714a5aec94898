/**
 * Programs with sub-commands: what is missing or wrong in the extracted table, and every option
 * that a starter rule names. For the syntax see `RowLine`.
 */
export const CORRECTIONS = `
git/stage >git/add
git/stash/save -k,--keep-index -S,--staged -p,--patch -q,--quiet -u,--include-untracked -a,--all -m,--message=
git/stash/list -p -U=
git/filter-branch @stop --setup= --subdirectory-filter= --env-filter= --tree-filter= --index-filter= --parent-filter= --msg-filter= --commit-filter= --tag-name-filter= --prune-empty --original= -d= -f,--force --state-branch=
git/filter-repo --analyze! --path= --invert-paths --force --dry-run! --refs= --replace-text= --subdirectory-filter= -h,--help!
git/submodule/deinit -f,--force -q,--quiet --all
git/submodule/foreach @stop -q,--quiet --recursive
git/bisect/run @stop
git/remote/remove
git/remote/rm >git/remote/remove
git/config -f,--file= --blob= --global --system --local --worktree --get! --get-all! --get-regexp! --get-urlmatch! --replace-all --add --unset --unset-all --rename-section --remove-section -l,--list! --fixed-value -e,--edit --get-color! --get-colorbool! -t,--type= --bool --int --path -z,--null --name-only --includes --show-origin --show-scope --default= --comment= -h,--help!
docker/run @stop --add-host= --annotation= -a,--attach= --blkio-weight= --cap-add= --cap-drop= --cgroup-parent= --cgroupns= --cidfile= -c,--cpu-shares= --cpus= --cpuset-cpus= -d,--detach --detach-keys= --device= --device-cgroup-rule= --dns= --dns-option= --dns-search= --domainname= --entrypoint= -e,--env= --env-file= --expose= --gpus= --group-add= --health-cmd= --health-interval= --health-retries= --health-timeout= -h,--hostname= --init -i,--interactive --ip= --ip6= --ipc= --isolation= -l,--label= --label-file= --link= --log-driver= --log-opt= --mac-address= -m,--memory= --memory-swap= --mount= --name= --net,--network= --network-alias= --no-healthcheck --oom-kill-disable --oom-score-adj= --pid= --pids-limit= --platform= --privileged -p,--publish= -P,--publish-all --pull= -q,--quiet --read-only --restart= --rm --runtime= --security-opt= --shm-size= --sig-proxy --stop-signal= --stop-timeout= --storage-opt= --sysctl= --tmpfs= -t,--tty --ulimit= -u,--user= --userns= --uts= -v,--volume= --volume-driver= --volumes-from= -w,--workdir= --help!
docker/create >docker/run
docker/container/run >docker/run
docker/container/create >docker/run
docker/exec @stop -d,--detach --detach-keys= -e,--env= --env-file= -i,--interactive --privileged -t,--tty -u,--user= -w,--workdir= --help!
docker/container/exec >docker/exec
docker/rm -f,--force -l,--link -v,--volumes --help!
docker/container/rm >docker/rm
docker/container/remove >docker/rm
docker/rmi -f,--force --no-prune --platform= --help!
docker/image/rm >docker/rmi
docker/image/remove >docker/rmi
docker/image/prune -a,--all --filter= -f,--force --help!
docker/container/prune --filter= -f,--force --help!
docker/network/prune --filter= -f,--force --help!
docker/network/rm -f,--force --help!
docker/network/remove >docker/network/rm
docker/volume/prune -a,--all --filter= -f,--force --help!
docker/volume/rm -f,--force --help!
docker/volume/remove >docker/volume/rm
docker/system/prune -a,--all --filter= -f,--force --volumes --help!
docker/builder/prune -a,--all --filter= -f,--force --keep-storage= --help!
docker/buildx/prune -a,--all --filter= -f,--force --keep-storage= --builder= --verbose --help!
docker/kill -s,--signal= --help!
docker/stop -s,--signal= -t,--time,--timeout= --help!
docker/compose -f,--file=^ -p,--project-name=^ --profile=^ --env-file=^ --project-directory=^ --ansi=^ --progress=^ --parallel=^ --compatibility^ --dry-run!^ --all-resources^ -v,--version! --help!^
docker/compose/down -v,--volumes --rmi= --remove-orphans -t,--timeout=
docker/compose/rm -f,--force -s,--stop -v,--volumes -a,--all
docker/compose/kill -s,--signal= --remove-orphans
docker/compose/exec @stop -d,--detach -e,--env= --index= --privileged -T,--no-TTY -u,--user= -w,--workdir=
docker/compose/run @stop --build -d,--detach --entrypoint= -e,--env= -i,--interactive -l,--label= --name= -T,--no-TTY --no-deps -p,--publish= --quiet-pull --remove-orphans --rm -P,--service-ports --use-aliases -u,--user= -v,--volume= -w,--workdir=
docker-compose >docker/compose
podman-compose >docker/compose
podman/run >docker/run
podman/create >docker/run
podman/exec >docker/exec
podman/rm -a,--all -f,--force -i,--ignore -l,--latest -t,--time= -v,--volumes --cidfile= --filter= -h,--help!
podman/rmi -a,--all -f,--force -i,--ignore -h,--help!
podman/system/prune -a,--all --filter= -f,--force --volumes -h,--help!
podman/system/reset -f,--force -h,--help!
podman/volume/rm -a,--all -f,--force -t,--time= -h,--help!
podman/pod/rm -a,--all -f,--force -i,--ignore -l,--latest -t,--time= -h,--help!
podman/pod/stop -a,--all -i,--ignore -l,--latest -t,--time= -h,--help!
podman/pod/kill -a,--all -l,--latest -s,--signal= -h,--help!
kubectl/delete --all -A,--all-namespaces --cascade=? --dry-run=?! --field-selector= -f,--filename= --force --grace-period= --ignore-not-found -i,--interactive -k,--kustomize= --now -o,--output= --raw= -R,--recursive -l,--selector= --timeout= --wait
kubectl/drain --chunk-size= --delete-emptydir-data --delete-local-data --disable-eviction --dry-run=?! --force --grace-period= --ignore-daemonsets --pod-selector= -l,--selector= --skip-wait-for-delete-timeout= --timeout=
kubectl/cordon --dry-run=?! -l,--selector=
kubectl/scale --all --allow-missing-template-keys --current-replicas= --dry-run=?! -f,--filename= -k,--kustomize= -o,--output= -R,--recursive --replicas= --resource-version= -l,--selector= --template= --timeout=
kubectl/apply --all --cascade=? --dry-run=?! --field-manager= -f,--filename= --force --force-conflicts --grace-period= -k,--kustomize= --openapi-patch -o,--output= --overwrite --prune --prune-allowlist= -R,--recursive -l,--selector= --server-side --subresource= --template= --timeout= --validate=? --wait
kubectl/replace --cascade=? --dry-run=?! --field-manager= -f,--filename= --force --grace-period= -k,--kustomize= -o,--output= --raw= -R,--recursive --save-config --subresource= --timeout= --validate=? --wait
kubectl/patch --dry-run=?! --field-manager= -f,--filename= -k,--kustomize= --local -o,--output= -p,--patch= --patch-file= -R,--recursive --subresource= --type=
kubectl/rollout/undo --dry-run=?! -f,--filename= -k,--kustomize= -o,--output= -R,--recursive -l,--selector= --to-revision=
kubecolor >kubectl
k >kubectl
helm --burst-limit=^ --debug^ --kube-apiserver=^ --kube-as-group=^ --kube-as-user=^ --kube-ca-file=^ --kube-context=^ --kube-token=^ --kubeconfig=^ -n,--namespace=^ --qps=^ --registry-config=^ --repository-cache=^ --repository-config=^ -h,--help!^
helm/uninstall --cascade= --description= --dry-run! --ignore-not-found --keep-history --no-hooks --timeout= --wait
helm/delete >helm/uninstall
helm/del >helm/uninstall
helm/un >helm/uninstall
helm/rollback --cleanup-on-fail --dry-run=?! --force --history-max= --no-hooks --recreate-pods --timeout= --wait --wait-for-jobs
terraform @single -chdir= -help!^ -version! -h!^
terraform/apply -auto-approve -backup= -compact-warnings -destroy -input= -json -lock= -lock-timeout= -no-color -parallelism= -refresh= -refresh-only -replace= -state= -state-out= -target= -var= -var-file= -help!
terraform/destroy -auto-approve -backup= -compact-warnings -input= -json -lock= -lock-timeout= -no-color -parallelism= -refresh= -state= -target= -var= -var-file= -help!
terraform/plan @inert -destroy -detailed-exitcode -input= -json -lock= -no-color -out= -parallelism= -refresh= -refresh-only -replace= -state= -target= -var= -var-file= -help!
terraform/state/rm -backup= -dry-run! -ignore-remote-version -lock= -lock-timeout= -state= -help!
terraform/state/mv -backup= -dry-run! -ignore-remote-version -lock= -lock-timeout= -state= -state-out= -help!
terraform/workspace/delete -force -lock= -lock-timeout= -help!
terraform/force-unlock -force -help!
terraform/init -backend= -backend-config= -force-copy -from-module= -get= -input= -lock= -migrate-state -no-color -plugin-dir= -reconfigure -upgrade -help!
tofu >terraform
terragrunt/run-all @stop --help!
pulumi -C,--cwd=^ --color=^ --emoji^ -e,--disable-integrity-checking^ --logflow^ --logtostderr^ --non-interactive^ --profiling=^ --tracing=^ -v,--verbose=^ -h,--help!^
pulumi/preview @inert
pulumi/destroy -s,--stack= -y,--yes -t,--target= --preview-only! --skip-preview -f,--skip-preview --refresh -m,--message= -p,--parallel= -r --remove --exclude-protected
pulumi/up -s,--stack= -y,--yes -t,--target= -f,--skip-preview -m,--message= -p,--parallel= -r,--refresh -c,--config=
npm/publish --dry-run! --tag= --access= --otp= --provenance -w= --workspace= --workspaces --no-git-checks --force
npm/unpublish -f --force --dry-run!
npm/deprecate --otp= --registry= --dry-run
npm/install --dry-run!
npm/install-test --dry-run!
npm/uninstall --dry-run!
npm/un --dry-run!
npm/update --dry-run!
npm/dedupe --dry-run!
npm/prune --dry-run!
npm/pack --dry-run!
pnpm/publish --dry-run! --tag= --access= --no-git-checks --force --otp= --publish-branch=
yarn --cwd=^ -h,--help!^ -v,--version!
yarn/npm/publish --access= --tag= --tolerate-republish --otp= --dry-run!
cargo @abbr -C=#^ --color=^ --config=^ -Z=^ --offline^ --frozen^ --locked^ -q,--quiet^ -v,--verbose^ -h,--help!^ -V,--version! --list! --explain=!
cargo/publish --dry-run,-n! --index= --registry= --token= --no-verify --allow-dirty -p,--package= --manifest-path= -j,--jobs= --target= --target-dir= -F,--features= --all-features --no-default-features
cargo/yank --version,--vers= --undo --index= --registry= --token=
cargo/clean -p,--package= -n,--dry-run! --doc -r,--release --profile= --target= --target-dir= --manifest-path=
cargo/owner -a,--add= -r,--remove= -l,--list! --index= --token= --registry=
gem/push -k,--key= --host= --otp= -h,--help!
gem/yank -v,--version= --platform= -k,--key= --host= --otp= -h,--help!
twine/upload -r,--repository= --repository-url= -s,--sign --sign-with= -i,--identity= -u,--username= -p,--password= -c,--comment= --config-file= --skip-existing --cert= --client-cert= --verbose --non-interactive -h,--help!
poetry/publish -r,--repository= -u,--username= -p,--password= --cert= --client-cert= --dist-dir= --build --dry-run! --skip-existing -h,--help! -n,--no-interaction -C,--directory= -P,--project=
uv/publish --token= -u,--username= -p,--password= --index= --publish-url= --check-url= --dry-run! -h,--help!
pip --python= --isolated --require-virtualenv -v,--verbose -V,--version! -q,--quiet --log= --no-input --proxy= --retries= --timeout= --exists-action= --trusted-host= --cert= --cache-dir= --no-cache-dir -h,--help!^
pip/install -r,--requirement= -c,--constraint= --no-deps --pre -e,--editable= --dry-run! -t,--target= --platform= --python-version= --user --root= --prefix= -U,--upgrade --upgrade-strategy= --force-reinstall -I,--ignore-installed --no-build-isolation --config-settings= --break-system-packages --no-binary= --only-binary= -i,--index-url= --extra-index-url= --no-index -f,--find-links= --src= --report=
pip/uninstall -r,--requirement= -y,--yes --break-system-packages
pip3 >pip
gh -R,--repo=^ -h,--help!^ --version!
gh/repo/delete --yes --confirm
gh/repo/edit --visibility= --description= --default-branch= --accept-visibility-change-consequences --enable-issues=? --delete-branch-on-merge
gh/repo/archive -y,--yes --confirm
gh/release/delete --cleanup-tag -y,--yes
gh/pr/merge --admin --auto --disable-auto -d,--delete-branch -m,--merge -r,--rebase -s,--squash -b,--body= -F,--body-file= -t,--subject= --match-head-commit= -A,--author-email=
gh/api --cache= -F,--field= -H,--header= --hostname= -i,--include --input= -q,--jq= -X,--method= --paginate -p,--preview= -f,--raw-field= --silent --slurp -t,--template= --verbose
gh/secret/delete -a,--app= -e,--env= -o,--org= -u,--user
gh/secret/remove >gh/secret/delete
gh/secret/set -a,--app= -b,--body= -e,--env= -f,--env-file= --no-store -o,--org= -r,--repos= -u,--user -v,--visibility=
aws --profile=^ --region=^ --output=^ --endpoint-url=^ --debug^ --no-verify-ssl^ --no-paginate^ --query=^ --no-sign-request^ --ca-bundle=^ --cli-read-timeout=^ --cli-connect-timeout=^ --color=^ --no-cli-pager^ --cli-input-json=^ --generate-cli-skeleton=?!^ --dry-run!^ --version!
aws/s3/rm --dryrun! --quiet --recursive --include= --exclude= --only-show-errors --page-size= --request-payer=?
aws/s3/rb --force
aws/s3/sync --dryrun! --delete --quiet --include= --exclude= --acl= --size-only --exact-timestamps --storage-class= --sse=? --no-progress --only-show-errors --follow-symlinks
aws/s3/cp --dryrun! --quiet --include= --exclude= --acl= --recursive --storage-class= --sse=? --no-progress --only-show-errors --content-type= --metadata= --expires= --cache-control=
aws/s3/mv >aws/s3/cp
aws/s3/ls --recursive --human-readable --summarize
aws/s3api/list-buckets
aws/ec2/terminate-instances --instance-ids=
aws/rds/delete-db-instance --db-instance-identifier= --skip-final-snapshot --final-db-snapshot-identifier= --delete-automated-backups
aws/iam/delete-user --user-name=
aws/lambda/delete-function --function-name= --qualifier=
aws/dynamodb/delete-table --table-name=
aws/cloudformation/delete-stack --stack-name= --retain-resources= --role-arn=
aws/ssm/get-parameter --name= --with-decryption
aws/secretsmanager/get-secret-value --secret-id= --version-id= --version-stage=
gcloud --project=^ --account=^ --configuration=^ --format=^ --filter=^ --verbosity=^ -q,--quiet^ --impersonate-service-account=^ --billing-project=^ --flags-file=^ --log-http^ --user-output-enabled^ --trace-token=^ --flatten=^ --sort-by=^ --limit=^ -h,--help!^ -v,--version!
gcloud/compute/instances/delete --zone= --delete-disks= --keep-disks=
gcloud/sql/instances/delete --async
gcloud/projects/delete
gcloud/storage/rm -r,-R,--recursive -a,--all-versions
gsutil -m -q -o= -h= -u= -D -DD
gsutil/rm -r,-R -f -a -I
gsutil/rb -f
gsutil/rsync -d -r -n! -c -e -C -x= -y=
az --subscription=^ -o,--output=^ --query=^ --debug^ --verbose^ --only-show-errors^ -h,--help!^ --version!
az/group/delete -n,-g,--name,--resource-group= -y,--yes --no-wait
az/vm/delete -n,--name= -g,--resource-group= -y,--yes --ids=
apt-get -y,--yes,--assume-yes^ -q,--quiet=?^ -s,--simulate,--just-print,--dry-run,--recon,--no-act!^ -d,--download-only^ -f,--fix-broken^ -m,--ignore-missing^ -V,--verbose-versions^ -u,--show-upgraded^ -o,--option=^ -c,--config-file=^ -t,--target-release,--default-release=^ --purge^ --reinstall^ --no-install-recommends^ --allow-unauthenticated^ --allow-downgrades^ --allow-remove-essential^ --force-yes^ --auto-remove,--autoremove^ --only-upgrade^ --no-upgrade^ -b,--build^ -h,--help!^ -v,--version!
apt-get/install
apt-get/remove
apt-get/purge
apt-get/autoremove
apt >apt-get
aptitude >apt-get
dpkg -i,--install -r,--remove -P,--purge -l,--list! -L,--listfiles! -s,--status! -S,--search! --configure -a,--pending -R,--recursive --force-all --no-act,--dry-run,--simulate! --root= --get-selections! --audit! --print-architecture! -c,--contents! -I,--info! -x,--extract -e,--control -?,--help! --version!
dnf -y,--assumeyes^ -q,--quiet^ -v,--verbose^ -C,--cacheonly^ -c,--config=^ --enablerepo=^ --disablerepo=^ --installroot=^ --releasever=^ --assumeno!^ --downloadonly^ --nogpgcheck^ --allowerasing^ -x,--exclude=^ -h,--help!^ --version!
dnf/install
dnf/remove
yum >dnf
brew/uninstall -f,--force --zap --ignore-dependencies --formula --cask -h,--help!
brew/remove >brew/uninstall
brew/rm >brew/uninstall
brew/cleanup -n,--dry-run! --prune= -s --prune-prefix
brew/autoremove -n,--dry-run!
pacman -S -R -Q! -F! -U -D -T! -y -u -n -s -c -q -w -p,--print! --noconfirm --needed --overwrite= -r,--root= -b,--dbpath= -h,--help! -V,--version!
conda/env/remove -n,--name= -p,--prefix= -y,--yes -d,--dry-run! --json -q,--quiet
conda/remove -n,--name= -p,--prefix= --all -y,--yes -d,--dry-run! --force -c,--channel=
restic/forget -n,--dry-run! --prune -l,--keep-last= -d,--keep-daily= -w,--keep-weekly= -m,--keep-monthly= --host= --tag= --path= -g,--group-by= -c,--compact
restic/prune -n,--dry-run! --max-unused= --max-repack-size=
borg/delete -n,--dry-run! --list -s,--stats --force --keep-security-info -P,--prefix= -a,--glob-archives= --first= --last= --cache-only
borg/prune -n,--dry-run! --list -s,--stats --force --keep-within= -H,--keep-hourly= -d,--keep-daily= -w,--keep-weekly= -m,--keep-monthly= -y,--keep-yearly= -P,--prefix=
eksctl -n,--name=^ -f,--config-file=^ -r,--region=^ -p,--profile=^ -v,--verbose=^ --dry-run!^ -h,--help!^
s3cmd -c,--config= -n,--dry-run! -f,--force -r,--recursive -h,--help! --version!
nix-collect-garbage -d,--delete-old --delete-older-than= --dry-run! --help! --version!
rclone --config=^ -n,--dry-run!^ -v,--verbose^ -q,--quiet^ -P,--progress^ --transfers=^ --checkers=^ --include=^ --exclude=^ --filter=^ --max-age=^ --min-age=^ --bwlimit=^ --log-file=^ --log-level=^ -i,--interactive^ -h,--help!^ -V,--version!
rclone/delete --rmdirs
rclone/purge
rclone/sync --create-empty-src-dirs
velero/backup/delete --all --confirm -l,--selector= -n,--namespace=
ansible-playbook -C,--check! -D,--diff --syntax-check! --list-tasks! --list-hosts! --list-tags! -i,--inventory= -l,--limit= -t,--tags= --skip-tags= -e,--extra-vars= -u,--user= -b,--become --become-user= -K,--ask-become-pass -k,--ask-pass -f,--forks= -v,--verbose --vault-password-file= --private-key= --start-at-task= -h,--help! --version!
prisma/migrate/reset -f,--force --skip-generate --skip-seed --schema= -h,--help!
prisma/db/push --accept-data-loss --force-reset --skip-generate --schema= -h,--help!
prisma/migrate/deploy --schema= -h,--help!
firebase -P,--project=^ --account=^ --json^ --token=^ --non-interactive^ -i,--interactive^ --debug^ -h,--help!^ -V,--version!
heroku/apps/destroy -a,--app= -c,--confirm= -r,--remote=
vercel -A,--local-config=^ -S,--scope=^ -t,--token=^ --cwd=^ -d,--debug^ -h,--help!^ -v,--version!
vercel/remove -y,--yes -s,--safe
vercel/rm >vercel/remove
vercel/deploy --prod --prebuilt -y,--yes -e,--env= -b,--build-env= -m,--meta= --target= --archive=?
wrangler -c,--config=^ -e,--env=^ --cwd=^ -h,--help!^ -v,--version!
wrangler/deploy --dry-run! --name= --outdir= --minify --var= --define= --keep-vars
wrangler/delete --dry-run! --name= --force
flyctl -a,--app=^ -c,--config=^ -t,--access-token=^ --verbose^ --debug^ -h,--help!^
flyctl/apps/destroy -y,--yes
vault -address=^ -namespace=^ -token=^ -format=^ -tls-skip-verify^ -help!^ -version!
ip -4^ -6^ -s^ -d^ -o^ -n,-netns=^ -br^ -c^ -j^ -p^ -V!
git/push -v,--verbose -q,--quiet --repo= --all --mirror -d,--delete --tags -n,--dry-run! --porcelain -f,--force --force-with-lease=? --force-if-includes --recurse-submodules=? --thin --receive-pack= --exec= -u,--set-upstream --progress --prune --no-verify --follow-tags --signed=? --atomic -o,--push-option= -4,--ipv4 -6,--ipv6 -h,--help!
git/pull -v,--verbose -q,--quiet --progress --recurse-submodules=? -r,--rebase=? -n --stat --log=? --signoff --squash --commit --edit --cleanup= --ff --ff-only --verify --verify-signatures --autostash -s,--strategy= -X,--strategy-option= -S,--gpg-sign=? --allow-unrelated-histories --all -a,--append --upload-pack= -f,--force -t,--tags -p,--prune -j,--jobs=? --dry-run! -k,--keep --depth= --shallow-since= --shallow-exclude= --deepen= --unshallow --update-shallow --refmap= -o,--server-option= -4,--ipv4 -6,--ipv6 --negotiation-tip= --show-forced-updates --set-upstream -h,--help!
git/fetch -v,--verbose -q,--quiet --all --set-upstream -a,--append --atomic --upload-pack= -f,--force -m,--multiple -t,--tags -n -j,--jobs= --prefetch -p,--prune -P,--prune-tags --recurse-submodules=? --dry-run! --write-fetch-head -k,--keep -u,--update-head-ok --progress --depth= --shallow-since= --shallow-exclude= --deepen= --unshallow --refetch --update-shallow --refmap= -o,--server-option= -4,--ipv4 -6,--ipv6 --negotiation-tip= --negotiate-only --filter= --auto-maintenance --auto-gc --show-forced-updates --write-commit-graph --stdin -h,--help!
git/commit -q,--quiet -v,--verbose -F,--file= --author= --date= -m,--message= -c,--reedit-message= -C,--reuse-message= --fixup= --squash= --reset-author --trailer= -s,--signoff -t,--template= -e,--edit --cleanup= --status -S,--gpg-sign=? -a,--all -i,--include --interactive -p,--patch -o,--only -n,--no-verify --dry-run! --short --branch --ahead-behind --porcelain --long -z,--null --amend --no-post-rewrite -u,--untracked-files=? --pathspec-from-file= --pathspec-file-nul -h,--help!
git/checkout -b= -B= -l --guess --overlay -q,--quiet --recurse-submodules=? --progress -m,--merge --conflict= -d,--detach -t,--track -f,--force --orphan= --overwrite-ignore --ignore-other-worktrees -2,--ours -3,--theirs -p,--patch --ignore-skip-worktree-bits --pathspec-from-file= --pathspec-file-nul -h,--help!
git/switch -c,--create= -C,--force-create= --guess --discard-changes -q,--quiet --recurse-submodules=? --progress -m,--merge --conflict= -d,--detach -t,--track -f,--force --orphan= --overwrite-ignore --ignore-other-worktrees -h,--help!
git/restore @files -s,--source= -S,--staged -W,--worktree --ignore-unmerged --overlay -q,--quiet --recurse-submodules=? --progress -m,--merge --conflict= -2,--ours -3,--theirs -p,--patch --ignore-skip-worktree-bits --pathspec-from-file= --pathspec-file-nul -h,--help!
git/reset -q,--quiet --no-refresh --mixed --soft --hard --merge --keep --recurse-submodules=? -p,--patch -N,--intent-to-add --pathspec-from-file= --pathspec-file-nul -h,--help!
git/clean @files @here -q,--quiet -n,--dry-run! -f,--force -i,--interactive -d -e,--exclude= -x -X -h,--help!
git/branch -v,--verbose -q,--quiet -t,--track=? -u,--set-upstream-to= --unset-upstream --color=? -r,--remotes --contains=? --no-contains= --abbrev=? -a,--all -d,--delete -D -m,--move -M -c,--copy -C -l,--list! --show-current! --create-reflog --edit-description -f,--force --merged=? --no-merged= --column=? --sort= --points-at= -i,--ignore-case --recurse-submodules --format= -h,--help!
git/tag -l,--list! -n=? -d,--delete -v,--verify! -a,--annotate -m,--message= -F,--file= -e,--edit -s,--sign --cleanup= -u,--local-user= -f,--force --create-reflog --column=? --contains=? --no-contains= --merged=? --no-merged= --sort= --points-at= --format= --color=? -i,--ignore-case -h,--help!
git/rm @files -n,--dry-run! -q,--quiet --cached -f,--force -r --ignore-unmatch --sparse --pathspec-from-file= --pathspec-file-nul -h,--help!
git/mv @files -v,--verbose -n,--dry-run! -f,--force -k --sparse -h,--help!
git/merge -n --stat --summary --log=? --squash --commit -e,--edit --cleanup= --ff --ff-only --rerere-autoupdate --verify-signatures -s,--strategy= -X,--strategy-option= -m,--message= -F,--file= --into-name= -v,--verbose -q,--quiet --abort --quit --continue --allow-unrelated-histories --progress -S,--gpg-sign=? --autostash --overwrite-ignore --signoff --no-verify -h,--help!
git/rebase --onto= --keep-base --no-verify -q,--quiet -v,--verbose -n,--no-stat --signoff --committer-date-is-author-date --reset-author-date -C= --ignore-whitespace --whitespace= -f,--force-rebase --no-ff --continue --skip --abort --quit --edit-todo --show-current-patch --apply -m,--merge -i,--interactive --rerere-autoupdate --empty= --autosquash --update-refs -S,--gpg-sign=? --autostash -x,--exec= -r,--rebase-merges=? --fork-point -s,--strategy= -X,--strategy-option= --root --reschedule-failed-exec --reapply-cherry-picks -h,--help!
git/revert --quit --continue --abort --skip --cleanup= -n,--no-commit -e,--edit -s,--signoff -m,--mainline= --rerere-autoupdate --strategy= -X,--strategy-option= -S,--gpg-sign=? --reference -h,--help!
git/cherry-pick --quit --continue --abort --skip --cleanup= -n,--no-commit -e,--edit -s,--signoff -m,--mainline= --rerere-autoupdate --strategy= -X,--strategy-option= -S,--gpg-sign=? -x --ff --allow-empty --allow-empty-message --keep-redundant-commits -h,--help!
git/gc -q,--quiet --prune=? --cruft --aggressive --auto --force --keep-largest-pack -h,--help!
git/prune -n,--dry-run! -v,--verbose --progress --expire= --exclude-promisor-objects -h,--help!
git/clone -v,--verbose -q,--quiet --progress --reject-shallow -n,--no-checkout --bare --mirror -l,--local --no-hardlinks -s,--shared --recurse-submodules=? --recursive=? -j,--jobs= --template= --reference= --reference-if-able= --dissociate -o,--origin= -b,--branch= -u,--upload-pack= --depth= --shallow-since= --shallow-exclude= --single-branch --no-tags --shallow-submodules --separate-git-dir= -c,--config= --server-option= -4,--ipv4 -6,--ipv6 --filter= --also-filter-submodules --remote-submodules --sparse --bundle-uri= -h,--help!
git/add @files -n,--dry-run! -v,--verbose -i,--interactive -p,--patch -e,--edit -f,--force -u,--update --renormalize -N,--intent-to-add -A,--all --ignore-removal --refresh --ignore-errors --ignore-missing --sparse --chmod= --pathspec-from-file= --pathspec-file-nul -h,--help!
git/stash/push -k,--keep-index -S,--staged -p,--patch -q,--quiet -u,--include-untracked -a,--all -m,--message= --pathspec-from-file= --pathspec-file-nul -h,--help!
git/stash/drop -q,--quiet -h,--help!
git/stash/clear -h,--help!
git/worktree/add -f,--force -b= -B= -d,--detach --checkout --lock --reason= -q,--quiet --track --guess-remote -h,--help!
git/worktree/remove -f,--force -h,--help!
git/worktree/prune -n,--dry-run! -v,--verbose --expire= -h,--help!
git/reflog/expire --dry-run! --rewrite --updateref --verbose --expire= --expire-unreachable= --stale-fix --all -h,--help!
git/reflog/delete --dry-run! --rewrite --updateref --verbose -h,--help!
git/update-ref -m= -d --no-deref -z --stdin --create-reflog -h,--help!
git/symbolic-ref -q,--quiet -d,--delete --short --recurse -m= -h,--help!
git/replace -l,--list! -d,--delete -e,--edit -g,--graft --convert-graft-file -f,--force --raw --format= -h,--help!
go/run @stop
deno/run @stop
bun/run @stop
`;
