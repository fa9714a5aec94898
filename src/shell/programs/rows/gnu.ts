/**
 * GNU file and text tools, according to their `--help` (test/unit/shell/programs/help.test.ts). For
 * the syntax see `RowLine`.
 */
export const GNU_ROWS = `
rm @files @abbr -f,--force -i -I --interactive=? --one-file-system --no-preserve-root --preserve-root=? -r,-R,--recursive -d,--dir -v,--verbose --help! --version!
cp @files @abbr -a,--archive --attributes-only --backup=? -b --copy-contents -d -f,--force -i,--interactive -H -l,--link -L,--dereference -n,--no-clobber -P,--no-dereference -p --preserve=? --no-preserve= --parents -R,-r,--recursive --reflink=? --remove-destination --sparse= --strip-trailing-slashes -s,--symbolic-link -S,--suffix= -t,--target-directory= -T,--no-target-directory -u,--update -v,--verbose -x,--one-file-system -Z --context=? --help! --version!
mv @files @abbr --backup=? -b -f,--force -i,--interactive -n,--no-clobber --strip-trailing-slashes -S,--suffix= -t,--target-directory= -T,--no-target-directory -u,--update -v,--verbose -Z,--context --help! --version!
ln @files @abbr --backup=? -b -d,-F,--directory -f,--force -i,--interactive -L,--logical -n,--no-dereference -P,--physical -r,--relative -s,--symbolic -S,--suffix= -t,--target-directory= -T,--no-target-directory -v,--verbose --help! --version!
chmod @files:1 @abbr -c,--changes -f,--silent,--quiet -v,--verbose --no-preserve-root --preserve-root --reference= -R,--recursive --help! --version!
chown @files:1 @abbr -c,--changes -f,--silent,--quiet -v,--verbose --dereference -h,--no-dereference --from= --no-preserve-root --preserve-root --reference= -R,--recursive -H -L -P --help! --version!
chgrp @files:1 @abbr -c,--changes -f,--silent,--quiet -v,--verbose --dereference -h,--no-dereference --no-preserve-root --preserve-root --reference= -R,--recursive -H -L -P --help! --version!
touch @files @abbr -a -c,--no-create -d,--date= -f -h,--no-dereference -m -r,--reference= -t= --time= --help! --version!
mkdir @files @abbr -m,--mode= -p,--parents -v,--verbose -Z --context=? --help! --version!
rmdir @files @abbr --ignore-fail-on-non-empty -p,--parents -v,--verbose --help! --version!
shred @files @abbr -f,--force -n,--iterations= --random-source= -s,--size= -v,--verbose -x,--exact -z,--zero --help! --version! -u --remove=?
truncate @files @abbr -c,--no-create -o,--io-blocks -r,--reference= -s,--size= --help! --version!
tee @files @abbr -a,--append -i,--ignore-interrupts -p --output-error=? --help! --version!
install @files @abbr --backup=? -b -c -C,--compare -d,--directory -D -g,--group= -m,--mode= -o,--owner= -p,--preserve-timestamps -s,--strip --strip-program= -S,--suffix= -t,--target-directory= -T,--no-target-directory -v,--verbose --preserve-context -Z --context=? --help! --version!
mktemp @abbr -d,--directory -u,--dry-run! -q,--quiet --suffix= -p= --tmpdir=? -t --help! --version!
unlink @files @abbr --help! --version!
link @files @abbr --help! --version!
dd --help! --version!
cat @files @abbr -A,--show-all -b,--number-nonblank -e -E,--show-ends -n,--number -s,--squeeze-blank -t -T,--show-tabs -u -v,--show-nonprinting --help! --version!
head @files @abbr -c,--bytes= -n,--lines= -q,--quiet,--silent -v,--verbose -z,--zero-terminated --help! --version!
tail @files @abbr -c,--bytes= -f,--follow=? -F -n,--lines= --max-unchanged-stats= --pid= -q,--quiet,--silent --retry -s,--sleep-interval= -v,--verbose -z,--zero-terminated --help! --version!
uniq @files @abbr -c,--count -d,--repeated -D --all-repeated=? -f,--skip-fields= --group=? -i,--ignore-case -s,--skip-chars= -u,--unique -z,--zero-terminated -w,--check-chars= --help! --version!
cut @abbr -b,--bytes= -c,--characters= -d,--delimiter= -f,--fields= -n --complement -s,--only-delimited --output-delimiter= -z,--zero-terminated --help! --version!
wc @files @abbr -c,--bytes -m,--chars -l,--lines --files0-from= -L,--max-line-length -w,--words --help! --version!
tr @abbr -c,-C,--complement -d,--delete -s,--squeeze-repeats -t,--truncate-set1 --help! --version!
tac @files @abbr -b,--before -r,--regex -s,--separator= --help! --version!
du @files @abbr -0,--null -a,--all --apparent-size -B,--block-size= -b,--bytes -c,--total -D,--dereference-args -d,--max-depth= --files0-from= -H -h,--human-readable --inodes -k -L,--dereference -l,--count-links -m -P,--no-dereference -S,--separate-dirs --si -s,--summarize -t,--threshold= --time=? --time-style= -X,--exclude-from= --exclude= -x,--one-file-system --help! --version!
df @files @abbr -a,--all -B,--block-size= -h,--human-readable -H,--si -i,--inodes -k -l,--local --no-sync --output=? -P,--portability --sync --total -t,--type= -T,--print-type -x,--exclude-type= -v --help! --version!
stat @files @abbr -L,--dereference -f,--file-system --cached= -c --printf= -t,--terse --help! --version!
date @abbr -d,--date= --debug -f,--file= -I,--iso-8601=? --resolution -R,--rfc-email --rfc-3339= -r,--reference= -s,--set= -u,--utc,--universal --help! --version!
base64 @files @abbr -d,--decode -i,--ignore-garbage -w,--wrap= --help! --version!
basename @abbr -a,--multiple -s,--suffix= -z,--zero --help! --version!
grep @files:1 @abbr -E,--extended-regexp -F,--fixed-strings -G,--basic-regexp -P,--perl-regexp -e,--regexp= -f,--file= -i,--ignore-case --no-ignore-case -w,--word-regexp -x,--line-regexp -z,--null-data -s,--no-messages -v,--invert-match -V,--version! --help! -m,--max-count= -b,--byte-offset -n,--line-number --line-buffered -H,--with-filename -h,--no-filename --label= -o,--only-matching -q,--quiet,--silent --binary-files= -a,--text -I -d,--directories= -D,--devices= -r,--recursive -R,--dereference-recursive --include= --exclude= --exclude-from= --exclude-dir= -L,--files-without-match -l,--files-with-matches -c,--count -T,--initial-tab -Z,--null -B,--before-context= -A,--after-context= -C,--context= --group-separator= --no-group-separator --color=? --colour=? -U,--binary
egrep >grep
fgrep >grep
zgrep >grep
gzip @files @abbr -c,--stdout -d,--decompress -f,--force -h,--help! -k,--keep -l,--list! -L,--license -n,--no-name -N,--name -q,--quiet -r,--recursive --rsyncable -S,--suffix= -t,--test! -v,--verbose -V,--version! -1,--fast -9,--best
gunzip >gzip
zcat >gzip
diff @files @abbr --normal -q,--brief -s,--report-identical-files -c -C= --context=? -u -U= --unified=? -e,--ed -n,--rcs -y,--side-by-side -W,--width= --left-column --suppress-common-lines -p,--show-c-function -F,--show-function-line= --label= -t,--expand-tabs -T,--initial-tab --tabsize= --suppress-blank-empty -l,--paginate -r,--recursive --no-dereference -N,--new-file --unidirectional-new-file --ignore-file-name-case --no-ignore-file-name-case -x,--exclude= -X,--exclude-from= -S,--starting-file= --from-file= --to-file= -i,--ignore-case -E,--ignore-tab-expansion -Z,--ignore-trailing-space -b,--ignore-space-change -w,--ignore-all-space -B,--ignore-blank-lines -I,--ignore-matching-lines= -a,--text --strip-trailing-cr -D,--ifdef= -d,--minimal --horizon-lines= --speed-large-files --color=? --palette= --help! -v,--version!
patch @files @abbr -p= -F= -l -c -e -n -u -N -R -i= -o= -r= -D= --merge -E -Z -T --quoting-style= -b --backup-if-mismatch --no-backup-if-mismatch -V= -B= -Y= -z= -g= -t -f -s --verbose --dry-run! --posix -d= --reject-format= --binary --read-only= -v --help!
dmesg @abbr -C,--clear -c,--read-clear -D,--console-off -E,--console-on -F,--file= -f,--facility= -H,--human -J,--json -k,--kernel -L,--color=? -l,--level= -n,--console-level= -P,--nopager -p,--force-prefix -r,--raw --noescape -S,--syslog -s,--buffer-size= -u,--userspace -w,--follow -W,--follow-new -x,--decode -d,--show-delta -e,--reltime -T,--ctime -t,--notime --time-format= --since= --until= -h,--help! -V,--version!
gtar >tar
bsdtar >tar
ggrep >grep
ls @abbr @files -I,--ignore= -w,--width= -T,--tabsize= --block-size= --color=? --format= --hide= --sort= --time= --time-style= --help! --version!
bat @files -l,--language= --theme= --style= -r,--line-range= --paging= --color= -h,--help! -V,--version!
nl @abbr @files -b,--body-numbering= -d,--section-delimiter= -f,--footer-numbering= -h,--header-numbering= -i,--line-increment= -l,--join-blank-lines= -n,--number-format= -s,--number-separator= -v,--starting-line-number= -w,--number-width= --help! --version!
od @abbr @files -A,--address-radix= --endian= -j,--skip-bytes= -N,--read-bytes= -S,--strings=? -t,--format= -w,--width=? --help! --version!
xxd @files -c= -g= -l= -n= -o= -s= -h! -v!
hexdump @files -e= -f= -n= -s= --help! --version!
strings @files -n,--bytes= -t,--radix= -e,--encoding= -T,--target= -h,--help! --version!
readlink @abbr @files --help! --version!
realpath @abbr @files --relative-to= --relative-base= --help! --version!
file @files -f,--files-from= -F,--separator= -m,--magic-file= -P,--parameter= --help! -v,--version!
nano @files -c= -f= -h,--help! -V,--version!
unzip @files -d= -x= -P= -h!
7z @files
md5sum @abbr @files --help! --version!
sha1sum @abbr @files --help! --version!
sha256sum @abbr @files --help! --version!
cmp @abbr @files -i,--ignore-initial= -n,--bytes= --help! -v,--version!
comm @abbr @files --output-delimiter= --help! --version!
paste @abbr @files -d,--delimiters= --help! --version!
`;
