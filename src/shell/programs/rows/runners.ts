/**
 * Other programs that run text or programs: shells, interpreters, database clients, and programs
 * with an escape character for shell text, with an option whose value is run, or with their own
 * function in `nested`. For the marks see `RowLine`.
 */
export const RUNNER_ROWS = `
sh @shell @stop -a -b -c -C -e -E -f -h -i -I -l -m -n! -o= -O= -p -r -s -u -v -V -x
dash >sh
ash >sh
ksh >sh
mksh >sh
bash @shell @stop -a -b -B -c -C -D! -e -E -f -h -H -i -k -l -m -n! -o= -O= -p -P -r -s -t -T -u -v -x --debug --debugger --dump-po-strings! --dump-strings! --help! --init-file= --login --noediting --noprofile --norc --posix --pretty-print! --rcfile= --restricted --verbose --version!
rbash >bash
zsh @shell @stop -a -b -B -c -C -d -e -E -f -F -g -h -H -i -I -j -k -l -m -n! -N -o= -O= -p -P -r -s -t -u -v -V -w -x -X -y --help! --version!
fish @shell @stop -c,--command= -C,--init-command=> -d,--debug= -o,--debug-output= -i,--interactive -l,--login -N,--no-config -n,--no-execute! -p,--profile= --profile-startup= -P,--private --print-rusage-self --print-debug-categories! -h,--help! -v,--version! -f,--features=
csh @shell @stop -b -c -d -D= -e -f -F -i -l -m -n! -q -s -t -v -V -x -X --help! --version!
tcsh >csh
yash @shell
pdksh @shell
posh @shell
osh @shell
nu @shell
xonsh @shell
elvish @shell
pwsh @by:powershell @single @stop -File= -f= -Command= -c= -ConfigurationName= -CustomPipeName= -EncodedCommand= -ExecutionPolicy= -ep= -InputFormat= -Interactive -Login -l -MTA -NoExit -NoLogo -NonInteractive -NoProfile -nop -OutputFormat= -SettingsFile= -STA -Version! -v! -WindowStyle= -w= -WorkingDirectory= -wd= -Help! -h! -?!
powershell >pwsh
cmd @by:cmd
python @code @stop -b -B -c= -d -E -h! -i -I -m= -O -OO -P -q -s -S -u -v -V! -W= -x -X= --check-hash-based-pycs= --help! --help-all! --help-env! --help-xoptions! --version! -?!
python2 >python
python3 >python
pypy >python
pypy3 >python
perl @code @stop -0=? -a -C=? -c! -d=? -D=? -e= -E= -f -F= -h! -i=? -I= -l=? -m= -M= -n -p -s -S -t -T -u -U -v! -V=?! -w -W -x=? -X --help! --version!
ruby @code @stop -0=? -a -c! -C= -d,--debug -e= -E,--encoding= -F= -h! -i=? -I= -K= -l -n -p -r= -s -S -T=? -U -v -w -W=? -x=? --help! --version! --copyright! --disable= --enable= --jit
node @code @stop -c,--check! -C,--conditions= -e,--eval= -p,--print=? -i,--interactive -r,--require= --import= --loader,--experimental-loader= --env-file= --inspect=? --inspect-brk=? --watch --watch-path= --test --test-name-pattern= --test-reporter= --input-type= --max-old-space-size=? --no-warnings --trace-warnings --title= -h,--help! -v,--version!
nodejs >node
php @code @stop -a -c= -n -d= -e -f= -h,--help! -i! -l! -m! -r= -B= -R= -F= -E= -H -S= -t= -s -v,--version! -w -z=
lua @code @stop -e= -i -l= -v -E -W
osascript @code @stop -e= -l= -i -s=
ipython @escapes @code
ipython3 @escapes @code
jruby @code
deno @code
bun @code
tsx @code
ts-node @code
luajit @code
tclsh @code
wish @code
expect @code -c=>
julia @code
Rscript @code
R @code
groovy @code
elixir @code
erl @code
raku @code
guile @code
racket @code
sbcl @code
clisp @code
swipl @code
ocaml @code
ghci @code
scala @code
jshell @code
jrunscript @code
qjs @code
psql @escapes @client -c,--command= -d,--dbname= -f,--file= -l,--list! -v,--set,--variable= -V,--version! -X,--no-psqlrc -1,--single-transaction -?,--help=?! -a,--echo-all -b,--echo-errors -e,--echo-queries -E,--echo-hidden -L,--log-file= -n,--no-readline -o,--output= -q,--quiet -s,--single-step -S,--single-line -A,--no-align --csv -F,--field-separator= -H,--html -P,--pset= -R,--record-separator= -t,--tuples-only -T,--table-attr= -x,--expanded -z,--field-separator-zero -0,--record-separator-zero -h,--host= -p,--port= -U,--username= -w,--no-password -W,--password
mysql @escapes @client @abbr -e,--execute= -D,--database= -h,--host= -u,--user= -p,--password=? -P,--port= -S,--socket= --protocol= -B,--batch -N,--skip-column-names -s,--silent -v,--verbose -t,--table -f,--force -r,--raw -H,--html -X,--xml --defaults-file= --defaults-extra-file= --init-command= -?,--help! -V,--version!
mariadb >mysql
sqlite3 @escapes @client @single -append -ascii -bail -batch -box -column -cmd= -csv -deserialize -echo -init= -help! -html -interactive -json -line -list -markdown -maxsize= -mmap= -newline= -nofollow -nonce= -nullvalue= -pagecache= -quote -readonly! -safe -separator= -stats -table -tabs -version! -vfs= -zip
mongosh @client --eval= -f,--file= --host= --port= -u,--username= -p,--password= --authenticationDatabase= --quiet --shell --nodb --norc --json=? --tls -h,--help! --version!
mongo >mongosh
redis-cli @client @stop -h= -p= -s= -a= --user= --pass= -u= -r= -i= -n= -2 -3 -x -X= -d= -D= -c -e --tls --sni= --cacert= --cert= --key= --raw --no-raw --csv --json --stat --latency --bigkeys --scan --pattern= --eval= --rdb= --pipe --no-auth-warning --help! --version! -v!
valkey-cli >redis-cli
keydb-cli >redis-cli
duckdb @client
cqlsh @client
sqlcmd @client
sqlplus @client
clickhouse-client @client
usql @client
pgcli @client
mycli @client
litecli @client
cypher-shell @client
vim @escapes @files -c= -d -S= -T= -u= -U= -i= -w= -W= -h,--help! --version!
less @escapes @files -h -k= -o= -O= -p= -P= -t= -T= -x= -y= -z= -j= -b= -D= --help! -V,--version!
more @escapes @files -n,--lines= -h,--help! -V,--version!
vi @escapes
nvim @escapes
ex @escapes @stdin:code
ed @escapes @stdin:code
view @escapes
gvim @escapes
rvim @escapes
most @escapes
tmux @by:tmux -2 -C -D -l -N -q -u -v -V! -c=> -f= -L= -S= -T=
tar @bare @files @abbr -A,--catenate,--concatenate -c,--create --delete -d,--diff,--compare -r,--append --test-label -t,--list -u,--update -x,--extract,--get -g,--listed-incremental= -G,--incremental --level= -n,--seek --occurrence=? -S,--sparse --add-file= -C,--directory=# --exclude= --exclude-tag= --exclude-vcs --null -T,--files-from= -X,--exclude-from= -k,--keep-old-files --one-top-level=? --overwrite --recursive-unlink --remove-files --skip-old-files -U,--unlink-first -W,--verify -O,--to-stdout --to-command=> --group= --mode= --mtime= -m,--touch --no-same-owner --no-same-permissions --numeric-owner --owner= -p,--preserve-permissions,--same-permissions --same-owner --sort= -s,--preserve-order,--same-order --force-local -f,--file= -F,--info-script,--new-volume-script=> -L,--tape-length= -M,--multi-volume --rmt-command=> --rsh-command=> --volno-file= -b,--blocking-factor= -B,--read-full-records -i,--ignore-zeros --record-size= -H,--format= --pax-option= --posix -V,--label= -a,--auto-compress -I,--use-compress-program=> -j,--bzip2 -J,--xz --lzip --lzma --lzop --zstd -z,--gzip,--gunzip,--ungzip -Z,--compress,--uncompress --backup=? -h,--dereference -K,--starting-file= --newer-mtime= -N,--newer,--after-date= --one-file-system -P,--absolute-names --suffix= --strip-components= --transform,--xform= --checkpoint=? --checkpoint-action=> --full-time --index-file= -l,--check-links --quoting-style= -R,--block-number --show-transformed-names,--show-stored-names --totals=? --utc -v,--verbose --warning= -w,--interactive,--confirmation -o -?,--help! --usage! --version!
split @files @abbr -a,--suffix-length= --additional-suffix= -b,--bytes= -C,--line-bytes= -d --numeric-suffixes=? -x --hex-suffixes=? -e,--elide-empty-files --filter=> -l,--lines= -n,--number= -t,--separator= -u,--unbuffered --verbose --help! --version!
sort @files @abbr -b,--ignore-leading-blanks -d,--dictionary-order -f,--ignore-case -g,--general-numeric-sort -i,--ignore-nonprinting -M,--month-sort -h,--human-numeric-sort -n,--numeric-sort -R,--random-sort --random-source= -r,--reverse --sort= -V,--version-sort --batch-size= -c --check=? -C --compress-program=> --debug --files0-from= -k,--key= -m,--merge -o,--output= -s,--stable -S,--buffer-size= -t,--field-separator= -T,--temporary-directory= --parallel= -u,--unique -z,--zero-terminated --help! --version!
zip @files -b= -n= -t= -tt= -x= -i= -P,--password= -h,--help! -v --version! -TT=> --unzip-command=>
rsync @files @hosts -n,--dry-run! -v,--verbose -q,--quiet -c,--checksum -a,--archive -r,--recursive -R,--relative -b,--backup --backup-dir= --suffix= -u,--update --inplace --append -d,--dirs --mkpath -l,--links -L,--copy-links -k,--copy-dirlinks -K,--keep-dirlinks -H,--hard-links -p,--perms -E,--executability --chmod= -A,--acls -X,--xattrs -o,--owner -g,--group -D --devices --specials -t,--times -O,--omit-dir-times --super -S,--sparse -W,--whole-file -x,--one-file-system -B,--block-size= -e,--rsh=*> --rsync-path=> --existing --ignore-existing --remove-source-files --del,--delete,--delete-before,--delete-during,--delete-delay,--delete-after,--delete-excluded --delete-missing-args --ignore-errors --force --max-delete= --max-size= --min-size= --partial --partial-dir= -m,--prune-empty-dirs --numeric-ids --usermap= --groupmap= --chown= --timeout= --contimeout= -I,--ignore-times --size-only -T,--temp-dir= -y,--fuzzy --compare-dest= --copy-dest= --link-dest= -z,--compress --zl,--compress-level= -C,--cvs-exclude -f,--filter= -F --exclude= --exclude-from= --include= --include-from= --files-from= -0,--from0 -s,--secluded-args --address= --port= --stats -8,--8-bit-output -h,--human-readable --progress -P -i,--itemize-changes --out-format= --log-file= --password-file=* --list-only! --bwlimit= --stop-after= --write-batch= --read-batch= -4,--ipv4 -6,--ipv6 --help! -V,--version!
scp @files @hosts -3 -4 -6 -A -B -C -O -p -q -R -r -s -T -v -c= -D= -F= -i=* -J= -l= -o=> -P= -S=> -X=
sftp @files @hosts -4 -6 -A -a -C -f -N -p -q -r -v -B= -b= -c= -D= -F= -i=* -J= -l= -o=> -P= -R= -S=> -s= -X=
nc @hosts -4 -6 -c=> -C -d -D -e=> -F -g= -G= -h! -i= -I= -k -l -M= -m= -n -N -O= -o= -p= -P= -q= -r -s= -S -T= -t -U -u -V= -v -W= -w= -X= -x= -Z= -z
netcat >nc
ncat -4 -6 -U,--unixsock -C,--crlf -c,--sh-exec=> -e,--exec=> --lua-exec= -g= -G= -m,--max-conns= -h,--help! -d,--delay= -o,--output= -x,--hex-dump= -i,--idle-timeout= -p,--source-port= -s,--source= -l,--listen -k,--keep-open -n,--nodns -t,--telnet -u,--udp --sctp -v,--verbose -w,--wait= -z --append-output --send-only --recv-only --no-shutdown --allow= --allowfile= --deny= --denyfile= --broker --chat --proxy= --proxy-type= --proxy-auth= --ssl --ssl-cert=* --ssl-key=* --ssl-trustfile=* --ssl-verify --version!
restic -r,--repo=^ -p,--password-file=^ --password-command=>^ -q,--quiet^ --no-lock^ --json^ -o,--option=^ --cacert=^ --cache-dir=^ -v,--verbose=?^ -h,--help!^
helm/upgrade --dry-run=?! -i,--install -f,--values= --set= --set-string= --set-file= --version= --atomic --wait --timeout= --force --reset-values --reuse-values --cleanup-on-fail --create-namespace --repo= -o,--output= --post-renderer=>
helm/install --dry-run=?! -f,--values= --set= --set-string= --set-file= --version= --atomic --wait --timeout= --create-namespace --replace -g,--generate-name --name-template= --repo= -o,--output= --post-renderer=>
man -P,--pager=>
nix-shell --run=> --command=>
mapfile -C=>
readarray -C=>
complete -C=>
compgen -C=>
tcpdump -z=>
cargo/watch -s,--shell=>
chokidar -c=>
bind -x=>
su @by:su @abbr @stop @passes @opens -m,-p,--preserve-environment -w,--whitelist-environment= -g,--group= -G,--supp-group= -l,--login -c,--command= --session-command= -f,--fast -s,--shell= -P,--pty -h,--help! -V,--version!
runuser @by:su @abbr @stop -u,--user= -m,-p,--preserve-environment -w,--whitelist-environment= -g,--group= -G,--supp-group= -l,--login -c,--command= --session-command= -f,--fast -s,--shell= -P,--pty -h,--help! -V,--version!
script @by:script @near @abbr @passes -I,--log-in= -O,--log-out= -B,--log-io= -T,--log-timing= -t,--timing=? -m,--logging-format= -a,--append -c,--command= -e,--return -f,--flush --force -E,--echo= -o,--output-limit= -q,--quiet -h,--help! -V,--version!
flock @by:flock @abbr @passes -s,--shared -x,--exclusive -u,--unlock -n,--nonblock,--nb -w,--timeout,--wait= -E,--conflict-exit-code= -o,--close -c,--command= -F,--no-fork --verbose -h,--help! -V,--version!
start-stop-daemon @by:daemon @near @abbr -S,--start -K,--stop -T,--status! -H,--help! -V,--version! -p,--pidfile= --ppid= --pid= -x,--exec= -n,--name= -u,--user= -c,--chuid= -g,--group= -s,--signal= -a,--startas= -r,--chroot= -d,--chdir=# -N,--nicelevel= -k,--umask= -b,--background -m,--make-pidfile -R,--retry= -t,--test! -o,--oknodo -q,--quiet -v,--verbose
awk @by:awk @stop @stdin:awk -F= -v= -f= -e,--source= -E,--exec= -i,--include= -l,--load= -o=? -n,--non-decimal-data -b,--characters-as-bytes -c,--traditional -C,--copyright! -h,--help! -V,--version! -s,--no-optimize -t,--lint-old -r,--re-interval -S,--sandbox
gawk >awk
mawk >awk
nawk >awk
find @by:find @files @here @expression @single -H -L -P -D= -amin= -anewer= -atime= -cmin= -cnewer= -ctime= -daystart -delete -depth -d -empty -executable -false -fls= -follow -fprint= -fprint0= -fprintf= -fstype= -gid= -group= -help! --help! -ignore_readdir_race -ilname= -iname= -inum= -ipath= -iregex= -iwholename= -links= -lname= -ls -maxdepth= -mindepth= -mmin= -mount -mtime= -name= -newer= -nogroup -noleaf -nouser -path= -perm= -print -print0 -printf= -prune -quit -readable -regex= -regextype= -samefile= -size= -true -type= -uid= -used= -user= -version! --version! -wholename= -writable -xdev -xtype= -O0 -O1 -O2 -O3
fd @by:find -H,--hidden -I,--no-ignore -u,--unrestricted -s,--case-sensitive -i,--ignore-case -g,--glob --regex -F,--fixed-strings -a,--absolute-path -l,--list-details -L,--follow -p,--full-path -d,--max-depth= --min-depth= --exact-depth= -E,--exclude= -t,--type= -e,--extension= -S,--size= --changed-within= --changed-before= -o,--owner= -x,--exec -X,--exec-batch --batch-size= --ignore-file= -c,--color= -j,--threads= -1 -q,--quiet -0,--print0 -C,--base-directory= -h,--help! -V,--version!
fdfind >fd
make @by:make @abbr @stdin:make -b -m -B,--always-make -C,--directory=# -d --debug=? -e,--environment-overrides -E,--eval= -f,--file,--makefile= -h,--help! -i,--ignore-errors -I,--include-dir= -j,--jobs=? -k,--keep-going -l,--load-average,--max-load=? -L,--check-symlink-times -n,--just-print,--dry-run,--recon! -o,--old-file,--assume-old= -O,--output-sync=? -p,--print-data-base -q,--question! -r,--no-builtin-rules -R,--no-builtin-variables -s,--silent,--quiet -S,--no-keep-going,--stop -t,--touch --trace -v,--version! -w,--print-directory --no-print-directory -W,--what-if,--new-file,--assume-new= --warn-undefined-variables
gmake >make
sed @by:sed @files:1 @abbr -n,--quiet,--silent --debug --follow-symlinks -i,--in-place=? -l,--line-length= --posix -E,-r,--regexp-extended -s,--separate --sandbox -u,--unbuffered -z,--null-data --help! --version! -e,--expression= -f,--file=
gsed >sed
at @stdin:shell -q= -f= -m -M -l! -d -v -b -c! -t= -V!
crontab @stdin:crontab -u= -e -l! -r -i -V! -n! -T!
git @by:git @abbr --help!^ -C=# -c= --exec-path=? --html-path! --man-path! --info-path! -p,--paginate -P,--no-pager --no-replace-objects --no-optional-locks --no-advice --bare --git-dir= --work-tree= --namespace= --super-prefix= --config-env= --literal-pathspecs --attr-source= -h,--help! -v,--version!
docker @by:container @passes --config= -c,--context= -D,--debug -H,--host= -l,--log-level= --tls --tlscacert= --tlscert= --tlskey= --tlsverify -v,--version! -h,--help!
nerdctl >docker
podman @by:container @passes --connection= --url= --log-level= --root= --runroot= --cgroup-manager= --identity= -r,--remote --version! -h,--help!
kubectl @by:dashes @passes --as=^ --as-group=^ --as-uid=^ --cache-dir=^ --certificate-authority=^ --client-certificate=^ --client-key=^ --cluster=^ --context=^ --insecure-skip-tls-verify^ --kubeconfig=^ --log-flush-frequency=^ --match-server-version^ -n,--namespace=^ --password=^ --profile=^ --profile-output=^ --request-timeout=^ -s,--server=^ --tls-server-name=^ --token=^ --user=^ --username=^ -v,--v=^ --vmodule=^ --warnings-as-errors^ -h,--help!^
oc >kubectl
npm @by:scripts -C=#^ --prefix=^ --registry=^ -w=^ --workspace=^ --workspaces^ --loglevel=^ --userconfig=^ --cache=^ --scope=^ --script-shell=^ -g,--global^ --dry-run^ -h,--help!^ -v,--version!
pnpm @by:scripts -C,--dir=#^ -r,--recursive^ -F,--filter=^ -w,--workspace-root^ -h,--help!^ -v,--version!
source @stop @stdin:source
. @stop @stdin:dot
alias @by:alias
eval @by:eval
trap @by:trap
emacs @by:code
socat @by:socat
iex @by:expression
Invoke-Expression @by:expression @stdin:alone
Start-Process @by:process
saps @by:process
start @by:process
batch @stdin:shell
`;
