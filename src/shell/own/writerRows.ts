/**
 * What programs write in addition to the general cases in `writtenTargets.ts`. A line is the path of a program
 * or a sub-command (`docker/cp`), then words:
 *
 *     -o        an option whose value is a file that it writes; attached, after `=` or the next word
 *     -d/       … a folder in which it writes
 *     -d/**     … a folder in which it writes files of any name, also in folders of any name
 *     -x//      … a folder that it hides or replaces with its contents
 *     @all      it changes every operand
 *     @removes  it removes or replaces every operand with its contents
 *     @first    it writes its first operand
 *     @last     it writes its last operand
 *     @into     its last operand is a file or a folder in which it writes
 *     @tree     the same, also in folders of any name
 *     @anywhere    it writes files whose names come from its input and may be absolute, or lead out of the folder
 *     @unpacks  it writes a file named as each operand without its extension
 *     @prefix   its last operand is a prefix of the names of its files
 *     @here     it writes files of any name in the working directory
 *     @bare     its first operand may be a cluster of options without its dash
 *     @binds    it mounts folders over others: `--bind FOLDER PLACE`
 *     @properties  it mounts folders over others by properties of systemd: `-p BindPaths=FOLDER:PLACE`
 *     @address  operands are addresses of socat: `OPEN:FILE`
 *     ?-w,-x    only with one of these options, or with one of these as first operand
 *     !-c       not with any of these options
 *     zip+      a second line for zip, with another condition
 *     >7z       another name of that program; the line has no other words
 */
export const WRITER_ROWS = `
7z @here -o/** ?x,e
7z+ @anywhere ?x,e ?-spf
7za >7z
7zz >7z
7zr >7z
7z/a @first
7z/a+ @removes ?-sdel
7z/d @first
unrar @tree @here ?x,e
unrar+ @anywhere ?x ?-ep3,-ola
rar >unrar
unar -o/** -output-directory/** @here
ar @here --output/ ?x,-x
jar @bare @here -C/** ?-x,--extract
jar+ @bare @anywhere ?-x,--extract ?-P
unzip @anywhere ?-:
cpio @anywhere ?-i,--extract !--no-absolute-filenames,-t,--list
paxcpio >cpio
bsdcpio @anywhere ?-i,--extract ?--insecure !-t,--list
pax @here @last @anywhere ?-r !-w
pax+ @tree ?-r ?-w
pax++ @removes ?-r ?-w ?-l
paxtar @bare @here @anywhere ?-x ?-P
gnutar >paxtar
star @bare @here @anywhere ?-x ?-/,-no-secure-links
uudecode @here @anywhere !-o,--output-file,-p
unshar -d/** @here
gtar >tar
tar @bare -f ?-c,-r,-u,-A,--create,--append,--update
tar+ @removes ?--remove-files
tar++ --one-top-level/
zip @first
zip+ @removes ?-m,--move
cabextract -d/** @here
unsquashfs -d/** @here
dpkg-deb @last @tree ?-x,-X,--extract,-R
dpkg @tree ?-x,-X,--extract,--vextract
gzip @removes !-c,-k,-l,-t,--stdout,--keep,--list,--test
gzip+ @unpacks !-c,-l,-t,--stdout,--list,--test
gunzip >gzip
bzip2 >gzip
compress >gzip
bunzip2 >gzip
xz >gzip
unxz >gzip
unlzma >gzip
pigz >gzip
unpigz >gzip
lbzip2 >gzip
pbzip2 >gzip
zstd @removes ?--rm
zstd+ @unpacks ?-d,--decompress,--uncompress
unzstd @unpacks
lz4 @last
lz4+ @unpacks ?-d
unlz4 @last @unpacks
brotli @unpacks ?-d,--decompress
rsync --backup-dir/ -T/ --temp-dir/ --partial-dir/ --log-file --write-batch --only-write-batch
split @prefix
csplit -f -b
ditto @into
aria2c -d/ -o @here
axel -o -d/ @here
lftp -o -O/
yt-dlp -o -P/ @here
http -o
https >http
xh >http
curl -D --dump-header -c --cookie-jar --trace --trace-ascii --stderr --libcurl --etag-save --hsts --alt-svc
wget -a --append-output --save-cookies --rejected-log --warc-file
sftp @into
rclone/copy @into
rclone/copyto @into
rclone/sync @into
rclone/bisync @into
rclone/move @removes
rclone/moveto @removes
rclone/delete @removes
rclone/deletefile @removes
rclone/purge @removes
aws/s3/cp @into
aws/s3/sync @into
aws/s3/mv @removes @into
aws/s3api/get-object @last
gsutil/cp @into
gsutil/rsync @into
gsutil/mv @removes @into
gcloud/storage/cp @into
gcloud/storage/rsync @into
gcloud/storage/mv @removes @into
az/storage/blob/download -f --file
az/storage/blob/download-batch -d/ --destination/
gh/release/download -D/ --dir/ -O @here
gh/run/download -D/ --dir/ @here
gh/repo/clone @into
docker/cp @into
docker/container/cp @into
podman/cp @into
nerdctl/cp @into
kubectl/cp @into
oc/cp @into
oc/rsync @into
lxc/file/pull @into
multipass/transfer @into
limactl/copy @into
adb/pull @into
svn/checkout @into
svn/co @into
svn/export @into
hg/clone @into
hg/update --cwd/ -R/ --repository/ @here
hg/up >hg/update
hg/revert >hg/update
hg/purge >hg/update
git/clone @into
git/worktree/add @all
git/init @all
git/submodule/add @into
git/apply --directory/
git/apply+ @anywhere ?--unsafe-paths !--check,--stat,--numstat,--summary
git/checkout-index --prefix/
git/format-patch -o/ --output-directory/
git/bundle/create @first
git/config -f --file
npm/pack --pack-destination/ @here
pnpm/pack --pack-destination/ @here
yarn/pack -f --filename
python3 @tree ?-e,--extract
python3/tarfile @anywhere ?-e,--extract
python >python3
pip/install -t/ --target/
pip3/install -t/ --target/
pip/download -d/ --dest/
npm/install --prefix/
cargo/install --root/
go/build -o
bwrap @binds
systemd-run @properties
nix/build -o// --out-link//
nix-build -o// --out-link//
firejail --private/ --overlay-named/ --blacklist// --tmpfs//
mktemp -p/ --tmpdir/ @first
fallocate @all
dasel/put @all -f -o
dasel/delete @all -f -o
crudini @all ?--set,--del,--merge
plutil @all ?-replace,-remove,-insert,-convert
toml/set @all
json @all -f ?-I
tomlq @all ?-i,--in-place
xq >tomlq
prettier @all ?-w,--write
biome @all ?--write,--fix,--apply
eslint @all ?--fix
black @all !--check,--diff
gofmt @all ?-w
goimports >gofmt
rustfmt @all !--check
shfmt @all ?-w
clang-format @all ?-i
taplo/format @all
taplo/fmt @all
jsonlint @all ?-i,--in-place
unix2dos @all
recode @all
ex @all
pico @all
micro @all
ne @all
joe @all
kak @all
gio/trash @removes
gio/remove @removes
gio/move @removes @last
gio/copy @into
gio/save @all
gio/set @all
gvfs-trash @removes
rip @removes
rmtrash @removes
mcopy @into
tcpdump -w
tshark -w
dumpcap -w
ffmpeg @last
convert @last
magick @last
sox @last
gs -o
pandoc -o --output
dot -o
iconv -o --output
latexmk -outdir/ -output-directory/
wkhtmltopdf @last
pdftotext @last
qpdf @last
tidy -o @all ?-m,-modify
ssh-keygen -f
ssh -E
openssl -keyout -writerand
valgrind --log-file --xml-file
perf/record -o --output
gcore -o
screen -Logfile
tmux/save-buffer @last
tmux/saveb @last
find -fprint -fprint0 -fprintf -fls
sqlite3 -backup
logrotate -s --state
stow -t/ --target/
borg/extract @here
restic/restore --target/ -t/
script @first -T -I -O -B --log-in --log-out --log-io --log-timing
time -o --output
socat @address
`;
