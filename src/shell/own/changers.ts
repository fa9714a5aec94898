import { WordList } from '../words/wordList';

export const READS = new WordList(
  'cat head tail less more most view bat gron fx jless ls ll tree stat file wc diff cmp comm grep egrep fgrep rg ag ack cut uniq find-file ' +
    'fd md5sum sha1sum sha256sum sha512sum shasum cksum du df realpath readlink basename dirname test [ [[ echo printf ' +
    'cd pushd popd mkdir od xxd hexdump strings nl tac rev column sort fold jsonlint code open xdg-open source . export ' +
    'Get-Content Get-ChildItem Get-Item Get-FileHash Select-String Test-Path Resolve-Path ConvertFrom-Json which type ' +
    'gh base64 watch inotifywait zip gzip env true : eslint shellcheck ' +
    'lsattr getfacl lsof shopt set read mapfile tar 7z',
);
export const RUNS_FILES = new WordList(
  'sh bash zsh dash ksh fish node python python3 perl ruby php deno bun pwsh tsx',
);
export const CHANGES_ALL = new WordList(
  'rm rmdir unlink shred truncate tee sponge chmod chown chgrp chattr setfacl touch link trash trash-put rimraf srm ' +
    'wipe ed ex vi vim nvim nano emacs patch mkfifo mknod rename sd dos2unix xattr icacls attrib takeown ' +
    'Set-Content Add-Content Clear-Content Out-File Remove-Item Move-Item Rename-Item New-Item Set-Acl Set-ItemProperty',
);
export const REMOVES = new WordList(
  'rm rmdir unlink shred trash trash-put rimraf srm wipe Remove-Item Move-Item Rename-Item',
);
export const COPIES = new WordList('cp install rsync scp ditto Copy-Item');
export const EDITS = new WordList('sed gsed perl ruby jq yq awk gawk dasel');
/** Those that print the result unless an option says otherwise. */
export const PRINTS = new WordList('sed gsed jq yq awk gawk dasel');
export const IN_PLACE = /^(?:-[a-zA-Z]*i.*|--in-?place.*|--inplace)$/;

/** Whether a program changes the files given to it. */
export function isChanger(program: string): boolean {
  return (
    CHANGES_ALL.has(program) ||
    COPIES.has(program) ||
    EDITS.has(program) ||
    /^(?:mv|ln|sh|bash)$/.test(program)
  );
}

/** Whether a program removes the files given to it, folders with their contents. */
export function removes(program: string): boolean {
  return REMOVES.has(program) || program === 'mv';
}
