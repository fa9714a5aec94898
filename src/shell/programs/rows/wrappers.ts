/** Wrappers: they run the command after their own words. For the marks see `RowLine`. */
export const WRAPPER_ROWS = `
sudo @sudo @opens @stop @assign -A,--askpass -b,--background -B,--bell -C,--close-from= -D,--chdir=# -E,--preserve-env=? -e,--edit -g,--group= -H,--set-home -h,--host= --help! -i,--login -K,--remove-timestamp! -k,--reset-timestamp -l,--list! -n,--non-interactive -P,--preserve-groups -p,--prompt= -R,--chroot= -r,--role= -S,--stdin -s,--shell -t,--type= -T,--command-timeout= -U,--other-user= -u,--user= -V,--version! -v,--validate!
doas @sudo @opens @stop -a= -C=! -L! -n -s -u=
pkexec @sudo @stop --user= --disable-internal-agent --keep-cwd --help! --version!
run0 @sudo @stop -u,--user= -g,--group= -D,--chdir=# --setenv= --unit= --property= --slice= --nice= --background= --machine= --help! -V,--version!
gosu @sudo:1 @stop --help! --version!
su-exec @sudo:1 @stop
s6-setuidgid @sudo:1
setuidgid @sudo:1
env @plain @dash @stop @assign @abbr -i,--ignore-environment -0,--null -u,--unset= -C,--chdir=# -S,--split-string= -a,--argv0= --block-signal=? --default-signal=? --ignore-signal=? --list-signal-handling -v,--debug --help! --version!
nice @plain @stop @abbr -n,--adjustment= --help! --version!
ionice @plain @stop @abbr -c,--class= -n,--classdata= -p,--pid= -P,--pgid= -t,--ignore -u,--uid= -h,--help! -V,--version!
chrt @plain:1 @stop @abbr -b,--batch -d,--deadline -f,--fifo -i,--idle -o,--other -r,--rr -R,--reset-on-fork -T,--sched-runtime= -P,--sched-period= -D,--sched-deadline= -a,--all-tasks -m,--max! -p,--pid -v,--verbose -h,--help! -V,--version!
taskset @plain:1 @stop @abbr -a,--all-tasks -p,--pid -c,--cpu-list -h,--help! -V,--version!
nohup @plain @stop --help! --version!
setsid @plain @stop @abbr -c,--ctty -f,--fork -w,--wait -h,--help! -V,--version!
timeout @plain:1 @stop @abbr --preserve-status --foreground -k,--kill-after= -s,--signal= -v,--verbose --help! --version!
gtimeout >timeout
time @plain @stop @abbr -a,--append -f,--format= -o,--output=% -p,--portability -q,--quiet -v,--verbose -h! -V!
gtime >time
stdbuf @plain @stop @abbr -i,--input= -o,--output= -e,--error= --help! --version!
unbuffer @plain @stop -p
chronic @plain @stop -e -v
ifne @plain
torify @plain
ssh-agent @plain @stop --help! --version! -c -D -d -k -s -a= -t= -P= -O=
systemd-cat @plain @stop -t,--identifier= -p,--priority= --stderr-priority= --level-prefix= --namespace= -h,--help! --version!
lockf @plain:1 @stop --help! --version! -k -n -p -s -T -w -t=
command @plain @stop -p -v! -V!
builtin @plain @stop
exec @plain @stop -c -l -a=
busybox @plain @stop --help! --list! --list-full! --install
toybox @plain @stop
caffeinate @plain @stop -d -i -m -s -u -t= -w=
noglob @plain @stop
nocorrect @plain @stop
repeat @plain:1
and @plain
or @plain
not @plain
begin @plain
chroot @runs:1 @opens @stop @abbr --groups= --userspec= --skip-chdir --help! --version!
unshare @runs @stop @abbr -m,--mount=? -u,--uts=? -i,--ipc=? -n,--net=? -p,--pid=? -U,--user=? -C,--cgroup=? -T,--time=? -f,--fork --map-user= --map-group= -r,--map-root-user -c,--map-current-user --map-auto --map-users= --map-groups= --kill-child=? --mount-proc=? --keep-caps -R,--root= -w,--wd= -S,--setuid= -G,--setgid= --monotonic= --boottime= -h,--help! -V,--version!
nsenter @runs @stop @abbr -a,--all -t,--target= -m,--mount=? -u,--uts=? -i,--ipc=? -n,--net=? -p,--pid=? -C,--cgroup=? -U,--user=? -T,--time=? -S,--setuid= -G,--setgid= -r,--root=? -w,--wd=? -F,--no-fork -Z,--follow-context -h,--help! -V,--version!
strace @runs @stop -e= -E,--env= -p,--attach= -u,--user= -f,--follow-forks -ff -I,--interruptible= -P,--trace-path= -z,--successful-only -Z,--failed-only -a,--columns= -i,--instruction-pointer -k,--stack-traces -n,--syscall-number -o,--output= -A,--output-append-mode -q,--quiet=? -r,--relative-timestamps=? -s,--string-limit= -t,--absolute-timestamps=? -tt -ttt -T -v -w -x -xx -y -yy -c,--summary-only -C,--summary -S,--summary-sort-by= -U= -b= -O= -X= -d,--debug -h,--help! -V,--version!
ltrace @runs @stop -a,--align= -A= -b -c -C,--demangle -D,--debug= -Dh -e= -f -F,--config= -h,--help! -i -l,--library= -L -n,--indent= -o,--output= -p= -r -s= -S -t -T -u= -V,--version! -w,--where= -x=
xargs @runs @stop @abbr -0,--null -a,--arg-file= -d,--delimiter= -E= -e,--eof=? -I= -i,--replace=? -J= -L,--max-lines= -l=? -n,--max-args= -o,--open-tty -P,--max-procs= -p,--interactive --process-slot-var= -r,--no-run-if-empty -R= -s,--max-chars= -S= --show-limits -t,--verbose -x,--exit --help! --version!
parallel @runs @phrase @list @opens @shows @stop -j,--jobs= -a,--arg-file= -N= -n,--max-args= -L= -l=? -I= -S,--sshlogin= -P= -d,--delimiter= -C,--colsep= -k,--keep-order -u,--ungroup -m -X -q,--quote -0,--null -r,--no-run-if-empty -t,--verbose --dry-run,--dryrun! --tag --tagstring= --halt= --joblog= --results= --timeout= --delay= --retries= --bar --progress --eta --pipe --block= --tmpdir= --workdir= --will-cite --citation! --tag --line-buffer --lb --shuf --semaphore --sem --help! --version! --id=
sem >parallel
watch @runs @stop @text @abbr -b,--beep -c,--color -C,--no-color -d,--differences=? -e,--errexit -g,--chgexit -q,--equexit= -n,--interval= -p,--precise -r,--no-rerun -t,--no-title -w,--no-wrap -x,--exec -h,--help! -v,--version!
entr @runs @phrase @stop -a -c -d -n -p -r -s -x -z
ssh @hosts @runs:1 @opens @stop @text -1 -2 -4 -6 -A -a -C -f -G! -g -K -k -M -N -n -q -s -T -t -V! -v -X -x -Y -y -B= -b= -c= -D= -E= -e= -F= -I= -i=* -J= -L= -l= -m= -O= -o=> -p= -P= -Q=! -R= -S= -W= -w=
`;
