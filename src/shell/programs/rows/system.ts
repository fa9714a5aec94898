/** Disks, services, users, the network, processes and databases. For the syntax see `RowLine`. */
export const SYSTEM_ROWS = `
mount @abbr -a,--all -c,--no-canonicalize -f,--fake! -F,--fork -T,--fstab= -i,--internal-only -l,--show-labels -m,--mkdir=? -n,--no-mtab --options-mode= --options-source= -o,--options= -O,--test-opts= -r,--read-only -t,--types= --source= --target= -v,--verbose -w,--rw,--read-write -N,--namespace= -h,--help! -V,--version! -L,--label= -U,--uuid= -B,--bind -M,--move -R,--rbind
umount @abbr -a,--all -A,--all-targets -c,--no-canonicalize -d,--detach-loop --fake! -f,--force -i,--internal-only -n,--no-mtab -l,--lazy -O,--test-opts= -R,--recursive -r,--read-only -t,--types= -v,--verbose -q,--quiet -N,--namespace= -h,--help! -V,--version!
mkfs @files -t,--type= -V,--verbose -h,--help! --version!
mke2fs @files -b= -c -C= -D -E= -e= -F -f= -g= -G= -i= -I= -J= -j -l= -L= -m= -M= -N= -n! -o= -O= -q -r= -S -t= -T= -U= -v -V! -z=
mkfs.ext2 >mke2fs
mkfs.ext3 >mke2fs
mkfs.ext4 >mke2fs
mkfs.xfs @files -b= -c= -d= -f -i= -l= -L= -m= -n= -N! -p= -q -r= -s= -V! -K
mkfs.btrfs @files -A= --byte-count= -b= -d,--data= -m,--metadata= -M,--mixed -n,--nodesize= -s,--sectorsize= -L,--label= -K,--nodiscard -r,--rootdir= -O,--features= -f,--force -q,--quiet -U,--uuid= --help! -V,--version!
mkfs.fat @files -a -A -b= -c -C -D= -f= -F= -g= -h= -i= -I -l= -m= -M= -n= -r= -R= -s= -S= -v --help!
mkfs.vfat >mkfs.fat
mkswap @files @abbr -c,--check -f,--force -q,--quiet -p,--pagesize= -L,--label= -v,--swapversion= -U,--uuid= --verbose --lock=? -h,--help! -V,--version!
wipefs @files @abbr -a,--all -b,--backup -f,--force -i,--noheadings -J,--json -n,--no-act! -o,--offset= -O,--output= -p,--parsable -q,--quiet -t,--types= --lock=? -h,--help! -V,--version!
blkdiscard @files @abbr -f,--force -o,--offset= -l,--length= -p,--step= -s,--secure -z,--zeroout -v,--verbose -h,--help! -V,--version!
losetup @abbr -a,--all! -d,--detach= -D,--detach-all -f,--find -c,--set-capacity= -j,--associated= -L,--nooverlap -o,--offset= --sizelimit= -b,--sector-size= -P,--partscan -r,--read-only --direct-io=? --show -v,--verbose -J,--json -l,--list! -n,--noheadings -O,--output= -h,--help! -V,--version!
swapoff @abbr -a,--all -v,--verbose -h,--help! -V,--version!
fdisk @files @abbr -b,--sector-size= -B,--protect-boot -c,--compatibility=? -L,--color=? -l,--list! -x,--list-details! -n,--noauto-pt -o,--output= -t,--type= -u,--units=? -s,--getsz! --bytes --lock=? -w,--wipe= -W,--wipe-partitions= -C,--cylinders= -H,--heads= -S,--sectors= -h,--help! -V,--version!
sfdisk @files @abbr -A,--activate -d,--dump! -J,--json! -g,--show-geometry! -l,--list! -F,--list-free! -r,--reorder -s,--show-size! -T,--list-types! -V,--verify! --delete -n,--no-act! --backup -O,--backup-file= -N,--partno= -X,--label= -Y,--label-nested= -w,--wipe= -W,--wipe-partitions= -f,--force -q,--quiet -o,--output= --move-data=? --part-label --part-type --part-uuid --part-attrs --disk-id --relocate= -h,--help! -v,--version!
sgdisk @files -a,--set-alignment= -A,--attributes= -b,--backup= -B,--byte-swap-name= -c,--change-name= -C,--recompute-chs= -d,--delete= -D,--display-alignment -e,--move-second-header -E,--end-of-largest! -f,--first-in-largest! -g,--mbrtogpt -G,--randomize-guids -h,--hybrid= -i,--info=! -l,--load-backup= -L,--list-types! -m,--gpttombr= -n,--new= -N,--largest-new= -o,--clear -O,--print-mbr! -p,--print! -P,--pretend! -r,--transpose= -R,--replicate= -s,--sort -t,--typecode= -T,--transform-bsd= -u,--partition-guid= -U,--disk-guid= -v,--verify! -V,--version! -z,--zap -Z,--zap-all --help!
gdisk @files -l!
parted @stop @abbr -h,--help! -l,--list! -m,--machine -j,--json -s,--script -f,--fix -v,--version! -a,--align=
badblocks @files -n -w -s -v -f -b= -c= -d= -e= -i= -o= -p= -t= -X -B
hdparm -I! -i! -t! -T! -g! -C! --security-erase= --security-erase-enhanced= --trim-sector-ranges -f -F
lvremove @abbr -A,--autobackup= -f,--force -t,--test! -y,--yes -S,--select= -q,--quiet -v,--verbose -h,--help! --longhelp! --version!
vgremove >lvremove
pvremove >lvremove
cryptsetup @abbr -h,--hash= -c,--cipher= -d,--key-file= -s,--key-size= -l,--keyfile-size= -q,--batch-mode -y,--verify-passphrase --type= -?,--help! --usage! -V,--version!
mdadm --zero-superblock -S,--stop -D,--detail! -E,--examine! -Q,--query! -C,--create -A,--assemble -f,--force -h,--help! -V,--version! -l,--level= -n,--raid-devices=
zfs/destroy -f -n! -p -r -R -v -d
zfs/rollback -r -R -f
zpool/destroy -f
btrfs/subvolume/delete -c,--commit-after -C,--commit-each -i,--subvolid= -v,--verbose --help!
chattr @files:1 -R -f -V -v= -p=
setfacl @files @abbr -m,--modify= -M,--modify-file= -x,--remove= -X,--remove-file= -b,--remove-all -k,--remove-default -R,--recursive -L,--logical -P,--physical --restore= --test! --set= --set-file= -v,--version! -h,--help!
systemctl @abbr -h,--help! --version! --system --user -C,--capsule= -t,--type= --state= --failed -p,--property= -P= -a,--all -l,--full -r,--recursive --reverse --with-dependencies --job-mode= -T,--show-transaction --value -i --check-inhibitors= -s,--signal= --kill-whom= --kill-value= --what= --now --dry-run -q,--quiet --wait --no-block --no-wall --no-reload --no-legend --legend= --no-pager --no-ask-password --global --runtime -f,--force --preset-mode= --root= --image= -n,--lines= -o,--output= --firmware-setup --boot-loader-menu= --boot-loader-entry= --plain --timestamp= --read-only --mkdir --marked -H,--host= -M,--machine= --message= --drop-in=
systemctl/halt --dry-run!
systemctl/poweroff --dry-run!
systemctl/reboot --dry-run!
systemctl/kexec --dry-run!
systemctl/suspend --dry-run!
systemctl/hibernate --dry-run!
systemctl/hybrid-sleep --dry-run!
systemctl/suspend-then-hibernate --dry-run!
systemctl/default --dry-run!
systemctl/rescue --dry-run!
systemctl/emergency --dry-run!
systemctl/exit --dry-run!
service @stop --status-all! -h,--help! --version!
journalctl @abbr --system --user -M,--machine= -m,--merge -D,--directory= --file= --root= --image= --namespace= -S,--since= -U,--until= -c,--cursor= --after-cursor= --cursor-file= -b,--boot=? -u,--unit= --user-unit= -t,--identifier= -p,--priority= --facility= -g,--grep= --case-sensitive=? -k,--dmesg -o,--output= --output-fields= -n,--lines=? -r,--reverse --show-cursor --utc -x,--catalog --no-hostname --no-full -a,--all -f,--follow --no-tail -q,--quiet --no-pager -e,--pager-end --interval= --verify-key= --force -h,--help! --version! -N,--fields -F,--field= --list-boots --disk-usage --vacuum-size= --vacuum-files= --vacuum-time= --verify --sync --relinquish-var --flush --rotate --header --list-catalog --dump-catalog --update-catalog --setup-keys
shutdown --help! -H,--halt -P,--poweroff -r,--reboot -h -k! --no-wall -c --show!
reboot --help! --halt -p,--poweroff --reboot -f,--force -w,--wtmp-only! -d,--no-wtmp --no-wall
halt >reboot
poweroff >reboot
useradd @abbr --badname -b,--base-dir= --btrfs-subvolume-home -c,--comment= -d,--home-dir= -D,--defaults -e,--expiredate= -f,--inactive= -F,--add-subids-for-system -g,--gid= -G,--groups= -h,--help! -k,--skel= -K,--key= -l,--no-log-init -m,--create-home -M,--no-create-home -N,--no-user-group -o,--non-unique -p,--password= -r,--system -R,--root= -P,--prefix= -s,--shell= -u,--uid= -U,--user-group
userdel @abbr -f,--force -h,--help! -r,--remove -R,--root= -P,--prefix= -Z,--selinux-user
usermod @abbr -a,--append -b,--badname -c,--comment= -d,--home= -e,--expiredate= -f,--inactive= -g,--gid= -G,--groups= -h,--help! -l,--login= -L,--lock -m,--move-home -o,--non-unique -p,--password= -P,--prefix= -r,--remove -R,--root= -s,--shell= -u,--uid= -U,--unlock
passwd @abbr -a,--all -d,--delete -e,--expire -h,--help! -k,--keep-tokens -i,--inactive= -l,--lock -n,--mindays= -q,--quiet -r,--repository= -R,--root= -S,--status! -u,--unlock -w,--warndays= -x,--maxdays=
chpasswd @abbr -c,--crypt-method= -e,--encrypted -h,--help! -m,--md5 -R,--root= -s,--sha-rounds=
visudo @abbr -c,--check! -f,--file= -h,--help! -q,--quiet -s,--strict -V,--version! -I,--no-includes -O,--owner -P,--perms -x,--export=
iptables @abbr -t,--table= -A,--append= -C,--check=! -D,--delete= -I,--insert= -R,--replace= -L,--list=?! -S,--list-rules=?! -F,--flush=? -Z,--zero=? -N,--new-chain= -X,--delete-chain=? -P,--policy= -E,--rename-chain= -4,--ipv4 -6,--ipv6 -p,--protocol= -s,--source= -d,--destination= -i,--in-interface= -o,--out-interface= -j,--jump= -g,--goto= -m,--match= -n,--numeric -v,--verbose -w,--wait=? -x,--exact --line-numbers --dport= --sport= --state= --ctstate= -h,--help! -V,--version!
ip6tables >iptables
nft @abbr -c,--check! -h,--help! -v,--version! -V! -f,--file= -D,--define= -i,--interactive -I,--includepath= -o,--optimize -a,--handle -e,--echo -j,--json -n,--numeric -s,--stateless -t,--terse -N,--reversedns
ufw --dry-run! --version! --force -h,--help!
firewall-cmd --state! --list-all! --list-ports! --list-services! --get-default-zone! --get-zones! --zone= --permanent -h,--help! -V,--version! -q,--quiet --reload --complete-reload --panic-on --panic-off --set-default-zone= --add-port= --remove-port= --add-service= --remove-service=
sysctl -a,--all! -A! -X! --deprecated --dry-run! -b,--binary -e,--ignore -N,--names! -n,--values -p,--load=? -f --system -r,--pattern= -q,--quiet -w,--write -h,--help! -V,--version!
modprobe @abbr -a,--all -r,--remove -R,--resolve-alias! -f,--force -n,--dry-run,--show! -v,--verbose -q,--quiet -s,--syslog -i,--ignore-install -b,--use-blacklist -D,--show-depends! -c,--showconfig! -C,--config= -d,--dirname= -S,--set-version= -V,--version! -h,--help!
insmod -h,--help! -V,--version! -f,--force -s,--syslog -v,--verbose
rmmod -h,--help! -V,--version! -f,--force -s,--syslog -v,--verbose
kill @single -0~ -s,--signal= -q,--queue= -l,--list=?~ -L,--table~ -h,--help~ -V,--version~
pkill @abbr @single -0~ --signal= -q,--queue= -e,--echo -c,--count -f,--full -g,--pgroup= -G,--group= -i,--ignore-case -n,--newest -o,--oldest -O,--older= -P,--parent= -s,--session= -t,--terminal= -u,--euid= -U,--uid= -x,--exact -F,--pidfile= -L,--logpidfile -r,--runstates= -A,--ignore-ancestors --cgroup= --ns= --nslist= -h,--help! -V,--version!
pgrep @abbr -d,--delimiter= -l,--list-name -a,--list-full -v,--inverse -w,--lightweight -c,--count -f,--full -g,--pgroup= -G,--group= -i,--ignore-case -n,--newest -o,--oldest -O,--older= -P,--parent= -s,--session= -t,--terminal= -u,--euid= -U,--uid= -x,--exact -F,--pidfile= -L,--logpidfile -r,--runstates= -A,--ignore-ancestors --cgroup= --ns= --nslist= --signal= -h,--help! -V,--version!
killall @abbr @single -0~ -e,--exact -I,--ignore-case -g,--process-group -y,--younger-than= -o,--older-than= -i,--interactive -l,--list! -q,--quiet -r,--regexp -s,--signal= -u,--user= -v,--verbose -V,--version! -w,--wait -n,--ns= -Z,--context=
curl @urls @abbr -d,--data,--data-ascii= --data-raw= --data-binary= --data-urlencode= --json= -f,--fail -h,--help=?! -i,--include -I,--head -o,--output= -O,--remote-name -s,--silent -S,--show-error -T,--upload-file= -u,--user= -A,--user-agent= -v,--verbose -V,--version! -X,--request= -H,--header= -F,--form= --form-string= -b,--cookie= -c,--cookie-jar= -e,--referer= -k,--insecure -L,--location -m,--max-time= --connect-timeout= --retry= --retry-delay= -x,--proxy= -U,--proxy-user= -K,--config= -w,--write-out= -G,--get -N,--no-buffer -C,--continue-at= -z,--time-cond= -r,--range= -E,--cert=* --key=* --proxy-cert=* --proxy-key=* --proxy-cacert=* --url-query= --variable= --proxy-header= --cacert=* --capath=* --resolve= --interface= --unix-socket= --abstract-unix-socket= -n,--netrc --netrc-file=* -#,--progress-bar -J,--remote-header-name -R,--remote-time -D,--dump-header= -Y,--speed-limit= -y,--speed-time= --limit-rate= --create-dirs --output-dir= --compressed -4,--ipv4 -6,--ipv6 -0,--http1.0 --http1.1 --http2 -l,--list-only -a,--append -B,--use-ascii -P,--ftp-port= -Q,--quote= -t,--telnet-option= -q,--disable -g,--globoff -p,--proxytunnel -j,--junk-session-cookies -Z,--parallel --url= --oauth2-bearer= --aws-sigv4= --socks5= --socks5-hostname= --dns-servers= --doh-url= --ciphers= --tlsv1.2 --tlsv1.3 --crlfile=* --pinnedpubkey=* --pubkey=* --proxy-capath=* --proxy-crlfile=* --proxy-pinnedpubkey=*
wget @urls @abbr -V,--version! -h,--help! -b,--background -e,--execute= -o,--output-file= -a,--append-output= -d,--debug -q,--quiet -v,--verbose -nv,--no-verbose -i,--input-file= -F,--force-html -B,--base= --config= -t,--tries= -O,--output-document= -nc,--no-clobber -c,--continue --progress= --show-progress -N,--timestamping -S,--server-response --spider -T,--timeout= --dns-timeout= --connect-timeout= --read-timeout= -w,--wait= --waitretry= --random-wait -Q,--quota= --bind-address= --limit-rate= -4,--inet4-only -6,--inet6-only --user= --password= --ask-password --use-askpass= -nd,--no-directories -x,--force-directories -nH,--no-host-directories -P,--directory-prefix= --cut-dirs= --http-user= --http-password= --no-cache --default-page= -E,--adjust-extension --header= --compression= --max-redirect= --proxy-user= --proxy-password= --referer= --save-headers -U,--user-agent= --load-cookies= --save-cookies= --post-data= --post-file= --method= --body-data= --body-file= --content-disposition --no-check-certificate --certificate=* --private-key=* --ca-certificate=* --ca-directory=* --crl-file=* --pinnedpubkey=* -r,--recursive -l,--level= -k,--convert-links -K,--backup-converted -m,--mirror -p,--page-requisites -A,--accept= -R,--reject= -D,--domains= -I,--include-directories= -X,--exclude-directories= -np,--no-parent -L,--relative -H,--span-hosts
http -a,--auth= -A,--auth-type= --cert=* --cert-key=* --cert-key-pass= -o,--output= -p,--print= -s,--style= --session= --session-read-only= --verify=* --proxy= --timeout= --boundary= --raw= --help! --version!
https >http
xh >http
age @single @files -d,--decrypt,-decrypt -e,--encrypt,-encrypt -i,--identity,-identity= -r,--recipient,-recipient= -R,--recipients-file,-recipients-file= -p,--passphrase,-passphrase -a,--armor,-armor -o,--output,-output= -j= -h,--help! --version!
rage @files -d,--decrypt -e,--encrypt -i,--identity= -r,--recipient= -R,--recipients-file= -p,--passphrase -a,--armor -o,--output= -j= --max-work-factor= -h,--help! -V,--version!
dropdb -e,--echo -f,--force -i,--interactive -V,--version! --if-exists -?,--help! -h,--host= -p,--port= -U,--username= -w,--no-password -W,--password --maintenance-db=
dropuser >dropdb
pg_restore -d,--dbname= -f,--file= -F,--format= -l,--list! -v,--verbose -V,--version! -?,--help! -a,--data-only -c,--clean -C,--create -e,--exit-on-error -I,--index= -j,--jobs= -L,--use-list= -n,--schema= -N,--exclude-schema= -O,--no-owner -P,--function= -s,--schema-only -S,--superuser= -t,--table= -T,--trigger= -x,--no-privileges -1,--single-transaction --if-exists -h,--host= -p,--port= -U,--username= -w,--no-password -W,--password
mysqladmin @abbr -h,--host= -u,--user= -p,--password=? -P,--port= -S,--socket= -f,--force -?,--help! -V,--version!
gpg @abbr -s,--sign -b,--detach-sign -e,--encrypt -c,--symmetric -d,--decrypt --verify! -k,--list-keys! --list-signatures! --check-signatures! --fingerprint! -K,--list-secret-keys! --delete-keys --delete-secret-keys --delete-secret-and-public-keys --export --export-secret-keys --export-secret-subkeys --import -a,--armor -r,--recipient= -u,--local-user= -o,--output= -n,--dry-run! -i,--interactive -v,--verbose --batch --yes --homedir= --passphrase= --passphrase-file= --passphrase-fd= --keyserver= --recv-keys,--receive-keys -h,--help! --version!
arecord -l,--list-devices! -L,--list-pcms! -D,--device= -d,--duration= -f,--format= -r,--rate= -c,--channels= -t,--file-type= -q,--quiet -h,--help! --version!
tshark @single -r= -D! -L! -G=?! -v! -h! --version! --help! -i= -c= -f= -Y= -R= -T= -e= -n -N= -o= -w= -V -x -q -z= -a= -b= -s= -P -l
openssl @single -in= -out= -inform= -outform= -passin= -passout= -key= -cert= -connect= -subj= -days= -newkey= -keyout= -help!
security @stop -h! -i -l -p= -q -v
defaults/delete -currentHost
certutil -dump!
schtasks -?!
run-parts @abbr --test! --list! -v,--verbose --report --reverse --exit-on-error --umask= -a,--arg= --regex= --help! -V,--version!
ninja -C=# -f= -j= -k= -l= -d= -t= -w= -n! -v,--verbose -h! --version! --quiet
`;
