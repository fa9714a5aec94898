/** Programs that run other programs: wrappers, shells, interpreters, and what finds or builds. For the words see `RowLine`. */
export const RUNNER_ROWS = `
sudo @sudo @stop @assign -A,--askpass -b,--background -B,--bell -C,--close-from= -D,--chdir=# -E,--preserve-env=? -e,--edit -g,--group= -H,--set-home -h,--host= --help! -i,--login -K,--remove-timestamp! -k,--reset-timestamp -l,--list! -n,--non-interactive -P,--preserve-groups -p,--prompt= -R,--chroot= -r,--role= -S,--stdin -s,--shell -t,--type= -T,--command-timeout= -U,--other-user= -u,--user= -V,--version! -v,--validate!
doas @sudo @stop -a= -C=! -L! -n -s -u=
pkexec @sudo @stop --user= --disable-internal-agent --keep-cwd --help! --version!
run0 @sudo @stop -u,--user= -g,--group= -D,--chdir=# --setenv= --unit= --property= --slice= --nice= --background= --machine= --help! -V,--version!
gosu @sudo:1 @stop --help! --version!
su-exec @sudo:1 @stop
env @plain @stop @assign @abbr -i,--ignore-environment -0,--null -u,--unset= -C,--chdir=# -S,--split-string=> -a,--argv0= --block-signal=? --default-signal=? --ignore-signal=? --list-signal-handling -v,--debug --help! --version!
nice @plain @stop @abbr -n,--adjustment= --help! --version!
ionice @plain @stop @abbr -c,--class= -n,--classdata= -p,--pid= -P,--pgid= -t,--ignore -u,--uid= -h,--help! -V,--version!
chrt @plain:1 @stop @abbr -b,--batch -d,--deadline -f,--fifo -i,--idle -o,--other -r,--rr -R,--reset-on-fork -T,--sched-runtime= -P,--sched-period= -D,--sched-deadline= -a,--all-tasks -m,--max! -p,--pid -v,--verbose -h,--help! -V,--version!
taskset @plain:1 @stop @abbr -a,--all-tasks -p,--pid -c,--cpu-list -h,--help! -V,--version!
nohup @plain @stop --help! --version!
setsid @plain @stop @abbr -c,--ctty -f,--fork -w,--wait -h,--help! -V,--version!
timeout @plain:1 @stop @abbr --preserve-status --foreground -k,--kill-after= -s,--signal= -v,--verbose --help! --version!
gtimeout >timeout
time @plain @stop @abbr -a,--append -f,--format= -o,--output= -p,--portability -q,--quiet -v,--verbose -h! -V!
stdbuf @plain @stop @abbr -i,--input= -o,--output= -e,--error= --help! --version!
unbuffer @plain @stop -p
command @plain @stop -p -v! -V!
builtin @plain @stop
exec @plain @stop -c -l -a=
busybox @plain @stop --help! --list! --list-full! --install
toybox @plain @stop
caffeinate @plain @stop -d -i -m -s -u -t= -w=
chronic @plain @stop -e -v
noglob @plain @stop
nocorrect @plain @stop
setarch @plain:1 @stop -B,--32bit -F,--fdpic-funcptrs -I,--short-inode -L,--addr-compat-layout -R,--addr-no-randomize -S,--whole-seconds -T,--sticky-timeouts -X,--read-implies-exec -Z,--mmap-page-zero -3,--3gb --4gb --uname-2.6 --list! -v,--verbose -h,--help! -V,--version!
linux32 @plain @stop
linux64 @plain @stop
setpriv @plain @stop -d,--dump! --nnp,--no-new-privs --ambient-caps= --inh-caps= --bounding-set= --ruid= --euid= --rgid= --egid= --reuid= --regid= --clear-groups --keep-groups --init-groups --groups= --securebits= --selinux-label= --apparmor-profile= --reset-env -h,--help! -V,--version!
fakeroot @plain @stop -l,--lib= --faked= -s= -i= -u,--unknown-is-real -b= -h,--help! -v,--version!
proxychains4 @plain @stop -q -f=
proxychains @plain @stop -q -f=
torsocks @plain @stop
eatmydata @plain @stop
faketime @plain:1 @stop -m -p= -f --exclude-monotonic
rlwrap @plain @stop -a=? -A=? -b= -c -C= -D= -e= -f= -H= -i -l= -M= -n -N -o -O= -p=? -P= -q= -r -R -s= -S= -t= -U -w= -W=? -X -z=
systemd-run @plain @stop -h,--help! --version! --no-ask-password --user -H,--host= -M,--machine= --scope -u,--unit= -p,--property= --description= --slice= --slice-inherit --no-block -r,--remain-after-exit --wait --send-sighup --service-type= --uid= --gid= --nice= --working-directory=# -d,--same-dir -E,--setenv= -t,--pty -P,--pipe -q,--quiet -G,--collect -S,--shell --path-property= --socket-property= --timer-property= --on-active= --on-boot= --on-startup= --on-unit-active= --on-unit-inactive= --on-calendar= --on-timezone-change --on-clock-change
systemd-inhibit @plain @stop -h,--help! --version! --no-pager --no-legend --what= --who= --why= --mode= --list!
prlimit @plain @stop
numactl @plain @stop -i,--interleave= -N,--cpunodebind= -m,--membind= -l,--localalloc -C,--physcpubind= -p,--preferred= -H,--hardware! -s,--show! -h!
chpst @plain @stop -u= -U= -b= -e= -/= -n= -l= -L= -m= -d= -o= -p= -f= -c= -r= -t= -v -P -0 -1 -2
softlimit @plain @stop -a= -c= -d= -f= -l= -m= -o= -p= -r= -s= -t=
cpulimit @runs @stop -l,--limit= -v,--verbose -z,--lazy -i,--include-children -h,--help! -p,--pid= -e,--exe= -c,--cpu=
firejail @plain @stop --net= --profile= --private=? --noprofile --quiet --help! --version! --list!
bwrap @runs @stop --bind= --ro-bind= --dev= --proc= --tmpfs= --chdir=# --setenv= --unshare-all --share-net --die-with-parent --help! --version!
chroot @runs:1 @stop @abbr --groups= --userspec= --skip-chdir --help! --version!
unshare @runs @stop @abbr -m,--mount=? -u,--uts=? -i,--ipc=? -n,--net=? -p,--pid=? -U,--user=? -C,--cgroup=? -T,--time=? -f,--fork --map-user= --map-group= -r,--map-root-user -c,--map-current-user --map-auto --map-users= --map-groups= --kill-child=? --mount-proc=? --keep-caps -R,--root= -w,--wd= -S,--setuid= -G,--setgid= --monotonic= --boottime= -h,--help! -V,--version!
nsenter @runs @stop @abbr -a,--all -t,--target= -m,--mount=? -u,--uts=? -i,--ipc=? -n,--net=? -p,--pid=? -C,--cgroup=? -U,--user=? -T,--time=? -S,--setuid= -G,--setgid= -r,--root=? -w,--wd=? -F,--no-fork -Z,--follow-context -h,--help! -V,--version!
strace @runs @stop -e= -E,--env= -p,--attach= -u,--user= -f,--follow-forks -ff -I,--interruptible= -P,--trace-path= -z,--successful-only -Z,--failed-only -a,--columns= -i,--instruction-pointer -k,--stack-traces -n,--syscall-number -o,--output= -A,--output-append-mode -q,--quiet=? -r,--relative-timestamps=? -s,--string-limit= -t,--absolute-timestamps=? -tt -ttt -T -v -w -x -xx -y -yy -c,--summary-only -C,--summary -S,--summary-sort-by= -U= -b= -O= -X= -d,--debug -h,--help! -V,--version!
ltrace @runs @stop -a,--align= -A= -b -c -C,--demangle -D,--debug= -Dh -e= -f -F,--config= -h,--help! -i -l,--library= -L -n,--indent= -o,--output= -p= -r -s= -S -t -T -u= -V,--version! -w,--where= -x=
gdb @single -args --args -core= -exec= -pid= -p= -directory= -d= -se= -symbols= -command= -x= -ex= -eval-command= -iex= -ix= -nh -nx -n -batch -batch-silent -quiet -q -silent -tty= -cd= -help! -h! -version! -v!
valgrind @runs @stop -h,--help! --version! -q,--quiet -v,--verbose --tool= --leak-check=? --log-file= --track-origins=? --show-leak-kinds=? --error-exitcode= --suppressions= --num-callers= --trace-children=? --xml=? --xml-file= --gen-suppressions=? --vgdb=?
xargs @runs @stop @abbr -0,--null -a,--arg-file= -d,--delimiter= -E= -e,--eof=? -I= -i,--replace=? -J= -L,--max-lines= -l=? -n,--max-args= -o,--open-tty -P,--max-procs= -p,--interactive --process-slot-var= -r,--no-run-if-empty -R= -s,--max-chars= -S= --show-limits -t,--verbose -x,--exit --help! --version!
parallel @runs @stop -j,--jobs= -a,--arg-file= -N= -n,--max-args= -L= -l=? -I= -S,--sshlogin= -P= -d,--delimiter= -C,--colsep= -k,--keep-order -u,--ungroup -m -X -q,--quote -0,--null -r,--no-run-if-empty -t,--verbose --dry-run,--dryrun! --tag --tagstring= --halt= --joblog= --results= --timeout= --delay= --retries= --bar --progress --eta --pipe --block= --tmpdir= --workdir= --will-cite --citation! --tag --line-buffer --lb --shuf --semaphore --sem --help! --version!
watch @runs @stop @text @abbr -b,--beep -c,--color -C,--no-color -d,--differences=? -e,--errexit -g,--chgexit -q,--equexit= -n,--interval= -p,--precise -r,--no-rerun -t,--no-title -w,--no-wrap -x,--exec -h,--help! -v,--version!
entr @runs @stop -a -c -d -n -p -r -s -x -z
ssh @hosts @runs:1 @stop @text -1 -2 -4 -6 -A -a -C -f -G! -g -K -k -M -N -n -q -s -T -t -V! -v -X -x -Y -y -B= -b= -c= -D= -E= -e= -F= -I= -i= -J= -L= -l= -m= -O= -o=> -p= -P= -Q=! -R= -S= -W= -w=
autossh @hosts @runs:1 @stop @text -M= -f -N -T -p= -i= -L= -R= -D= -o=>
sshpass @plain @stop -f= -d= -p= -e -P= -v -h! -V!
mosh @hosts @runs:1 @stop --client= --server= --predict= --ssh= --port= -p= -a -n --help! --version!
adb/shell @runs @stop @text -e= -n -T -t -x
su @abbr @stop -m,-p,--preserve-environment -w,--whitelist-environment= -g,--group= -G,--supp-group= -l,--login -c,--command=> --session-command=> -f,--fast -s,--shell= -P,--pty -h,--help! -V,--version!
runuser @abbr @stop -u,--user= -m,-p,--preserve-environment -w,--whitelist-environment= -g,--group= -G,--supp-group= -l,--login -c,--command=> --session-command=> -f,--fast -s,--shell= -P,--pty -h,--help! -V,--version!
script @abbr -I,--log-in= -O,--log-out= -B,--log-io= -T,--log-timing= -t,--timing=? -m,--logging-format= -a,--append -c,--command=> -e,--return -f,--flush --force -E,--echo= -o,--output-limit= -q,--quiet -h,--help! -V,--version!
flock @runs:1 @abbr -s,--shared -x,--exclusive -u,--unlock -n,--nonblock,--nb -w,--timeout,--wait= -E,--conflict-exit-code= -o,--close -c,--command=> -F,--no-fork --verbose -h,--help! -V,--version!
start-stop-daemon @abbr -S,--start -K,--stop -T,--status! -H,--help! -V,--version! -p,--pidfile= --ppid= --pid= -x,--exec=> -n,--name= -u,--user= -c,--chuid= -g,--group= -s,--signal= -a,--startas=> -r,--chroot= -d,--chdir=# -N,--nicelevel= -k,--umask= -b,--background -m,--make-pidfile -R,--retry= -t,--test! -o,--oknodo -q,--quiet -v,--verbose
run-parts @abbr --test! --list! -v,--verbose --report --reverse --exit-on-error --umask= -a,--arg= --regex= --help! -V,--version!
tmux -2 -C -D -l -N -q -u -v -V! -c=> -f= -L= -S= -T=
screen @runs @stop -a -A -c= -d -D -e= -h= -i -l -list! -ls! -L -m -O -p= -q -Q -r -R -s= -S= -t= -T= -U -v! -wipe -x -X
sh @stop -a -b -c -C -e -E -f -h -i -I -l -m -n! -o= -O= -p -r -s -u -v -V -x
dash >sh
ash >sh
ksh >sh
mksh >sh
bash @stop -a -b -B -c -C -D! -e -E -f -h -H -i -k -l -m -n! -o= -O= -p -P -r -s -t -T -u -v -x --debug --debugger --dump-po-strings! --dump-strings! --help! --init-file= --login --noediting --noprofile --norc --posix --pretty-print! --rcfile= --restricted --verbose --version!
rbash >bash
zsh @stop -a -b -B -c -C -d -e -E -f -F -g -h -H -i -I -j -k -l -m -n! -N -o= -O= -p -P -r -s -t -u -v -V -w -x -X -y --help! --version!
fish @stop -c,--command=> -C,--init-command=> -d,--debug= -o,--debug-output= -i,--interactive -l,--login -N,--no-config -n,--no-execute! -p,--profile= --profile-startup= -P,--private --print-rusage-self --print-debug-categories! -h,--help! -v,--version! -f,--features=
csh @stop -b -c -d -D= -e -f -F -i -l -m -n! -q -s -t -v -V -x -X --help! --version!
tcsh >csh
python @stop -b -B -c= -d -E -h! -i -I -m= -O -OO -P -q -s -S -u -v -V! -W= -x -X= --check-hash-based-pycs= --help! --help-all! --help-env! --help-xoptions! --version! -?!
python2 >python
python3 >python
pypy >python
pypy3 >python
perl @stop -0=? -a -C=? -c! -d=? -D=? -e= -E= -f -F= -h! -i=? -I= -l=? -m= -M= -n -p -s -S -t -T -u -U -v! -V=?! -w -W -x=? -X --help! --version!
ruby @stop -0=? -a -c! -C= -d,--debug -e= -E,--encoding= -F= -h! -i=? -I= -K= -l -n -p -r= -s -S -T=? -U -v -w -W=? -x=? --help! --version! --copyright! --disable= --enable= --jit
node @stop -c,--check! -C,--conditions= -e,--eval= -p,--print=? -i,--interactive -r,--require= --import= --loader,--experimental-loader= --env-file= --inspect=? --inspect-brk=? --watch --watch-path= --test --test-name-pattern= --test-reporter= --input-type= --max-old-space-size=? --no-warnings --trace-warnings --title= -h,--help! -v,--version!
nodejs >node
php @stop -a -c= -n -d= -e -f= -h,--help! -i! -l! -m! -r= -B= -R= -F= -E= -H -S= -t= -s -v,--version! -w -z=
lua @stop -e= -i -l= -v -E -W
awk @stop -F= -v= -f= -e,--source= -E,--exec= -i,--include= -l,--load= -o=? -n,--non-decimal-data -b,--characters-as-bytes -c,--traditional -C,--copyright! -h,--help! -V,--version! -s,--no-optimize -t,--lint-old -r,--re-interval -S,--sandbox
gawk >awk
mawk >awk
nawk >awk
osascript @stop -e= -l= -i -s=
pwsh @single @stop -File= -f= -Command=> -c=> -ConfigurationName= -CustomPipeName= -EncodedCommand= -ExecutionPolicy= -ep= -InputFormat= -Interactive -Login -l -MTA -NoExit -NoLogo -NonInteractive -NoProfile -nop -OutputFormat= -SettingsFile= -STA -Version! -v! -WindowStyle= -w= -WorkingDirectory= -wd= -Help! -h! -?!
powershell >pwsh
find @files @here @expression @single -H -L -P -D= -amin= -anewer= -atime= -cmin= -cnewer= -ctime= -daystart -delete -depth -d -empty -executable -false -fls= -follow -fprint= -fprint0= -fprintf= -fstype= -gid= -group= -help! --help! -ignore_readdir_race -ilname= -iname= -inum= -ipath= -iregex= -iwholename= -links= -lname= -ls -maxdepth= -mindepth= -mmin= -mount -mtime= -name= -newer= -nogroup -noleaf -nouser -path= -perm= -print -print0 -printf= -prune -quit -readable -regex= -regextype= -samefile= -size= -true -type= -uid= -used= -user= -version! --version! -wholename= -writable -xdev -xtype= -O0 -O1 -O2 -O3
fd -H,--hidden -I,--no-ignore -u,--unrestricted -s,--case-sensitive -i,--ignore-case -g,--glob --regex -F,--fixed-strings -a,--absolute-path -l,--list-details -L,--follow -p,--full-path -d,--max-depth= --min-depth= --exact-depth= -E,--exclude= -t,--type= -e,--extension= -S,--size= --changed-within= --changed-before= -o,--owner= -x,--exec -X,--exec-batch --batch-size= --ignore-file= -c,--color= -j,--threads= -1 -q,--quiet -0,--print0 -C,--base-directory= -h,--help! -V,--version!
fdfind >fd
make @abbr -b -m -B,--always-make -C,--directory=# -d --debug=? -e,--environment-overrides -E,--eval= -f,--file,--makefile= -h,--help! -i,--ignore-errors -I,--include-dir= -j,--jobs=? -k,--keep-going -l,--load-average,--max-load=? -L,--check-symlink-times -n,--just-print,--dry-run,--recon! -o,--old-file,--assume-old= -O,--output-sync=? -p,--print-data-base -q,--question! -r,--no-builtin-rules -R,--no-builtin-variables -s,--silent,--quiet -S,--no-keep-going,--stop -t,--touch --trace -v,--version! -w,--print-directory --no-print-directory -W,--what-if,--new-file,--assume-new= --warn-undefined-variables
gmake >make
ninja -C=# -f= -j= -k= -l= -d= -t= -w= -n! -v,--verbose -h! --version! --quiet
`;
