import { WordList } from '../words/wordList';

/** The full name of a cmdlet from its name or alias in any case; undefined if unknown. */
export function cmdletName(name: string): string | undefined {
  const key = name.toLowerCase();
  return fullName(key) ?? ALIASES[key];
}

/** Whether a name is the full name of a PowerShell cmdlet. */
export function isCmdlet(program: string): boolean {
  return fullName(program.toLowerCase()) === program;
}

/** A cmdlet by its name in lower case. */
function fullName(key: string): string | undefined {
  // Hardly any name has a dash: this avoids building the table.
  if (!key.includes('-')) return undefined;
  cmdlets ??= new Map(
    [...Object.keys(PARAMETERS), ...Object.values(ALIASES), ...OTHERS.split(' ')].map((name) => [
      name.toLowerCase(),
      name,
    ]),
  );
  return cmdlets.get(key);
}

let cmdlets: ReadonlyMap<string, string> | undefined;

/** Whether a name is no Unix command, so that it always means the cmdlet. */
export function isOnlyPowerShell(name: string, words: readonly string[]): boolean {
  const key = name.toLowerCase();
  if (fullName(key) !== undefined) return true;
  if (key === 'ri') return words.some((word) => /^-(?:r|fo)/i.test(word));
  return FOREIGN.has(key);
}

/**
 * Parameters of a cmdlet with full names: `-r -fo` of `Remove-Item` are `-Recurse` and `-Force`.
 */
export function expandParameter(cmdlet: string, flag: string): string {
  const [written = '', ...value] = flag.split(':');
  const key = written.slice(1).toLowerCase();
  const known = [...(PARAMETERS[cmdlet] ?? []), ...COMMON];
  const exact = known.find((name) => name.toLowerCase() === key);
  const begun = known.filter((name) => name.toLowerCase().startsWith(key));
  const name = exact ?? (begun.length === 1 ? begun[0] : undefined);
  return name === undefined ? flag : [`-${name}`, ...value].join(':');
}

/** Switches such as `/s /q` of commands that `cmd` and PowerShell share. */
export function expandSwitch(cmdlet: string, word: string): string {
  if (cmdlet !== 'Remove-Item') return word;
  return SWITCHES[word.toLowerCase()] ?? word;
}

const SWITCHES: Readonly<Record<string, string>> = {
  __proto__: null as never,
  '/s': '-Recurse',
  '/q': '-Force',
  '/f': '-Force',
};

/** Aliases in lower case. Those that are also Unix commands count only in PowerShell text. */
const ALIASES: Readonly<Record<string, string>> = {
  __proto__: null as never,
  ri: 'Remove-Item',
  rm: 'Remove-Item',
  rmdir: 'Remove-Item',
  del: 'Remove-Item',
  erase: 'Remove-Item',
  rd: 'Remove-Item',
  iex: 'Invoke-Expression',
  iwr: 'Invoke-WebRequest',
  irm: 'Invoke-RestMethod',
  icm: 'Invoke-Command',
  gci: 'Get-ChildItem',
  dir: 'Get-ChildItem',
  ls: 'Get-ChildItem',
  gc: 'Get-Content',
  cat: 'Get-Content',
  type: 'Get-Content',
  sc: 'Set-Content',
  clc: 'Clear-Content',
  cpi: 'Copy-Item',
  copy: 'Copy-Item',
  cp: 'Copy-Item',
  mi: 'Move-Item',
  move: 'Move-Item',
  mv: 'Move-Item',
  ni: 'New-Item',
  rni: 'Rename-Item',
  ren: 'Rename-Item',
  spps: 'Stop-Process',
  kill: 'Stop-Process',
  saps: 'Start-Process',
  start: 'Start-Process',
  sasv: 'Start-Service',
  spsv: 'Stop-Service',
  rp: 'Remove-ItemProperty',
  '%': 'ForEach-Object',
  foreach: 'ForEach-Object',
  '?': 'Where-Object',
  where: 'Where-Object',
  select: 'Select-Object',
  sls: 'Select-String',
  echo: 'Write-Output',
  write: 'Write-Output',
};

const FOREIGN = new WordList('del erase rd iex iwr irm icm gci spps saps clc rni spsv sasv');

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  __proto__: null as never,
  'Remove-Item': [
    'Path',
    'LiteralPath',
    'Filter',
    'Include',
    'Exclude',
    'Recurse',
    'Force',
    'Stream',
  ],
  'Get-ChildItem': [
    'Path',
    'LiteralPath',
    'Filter',
    'Include',
    'Exclude',
    'Recurse',
    'Depth',
    'Force',
    'Name',
  ],
  'Copy-Item': ['Path', 'Destination', 'Recurse', 'Force', 'Filter'],
  'Move-Item': ['Path', 'Destination', 'Force', 'Filter'],
  'Stop-Process': ['Id', 'Name', 'InputObject', 'Force', 'PassThru'],
  'Invoke-WebRequest': ['Uri', 'Method', 'Headers', 'Body', 'OutFile', 'UseBasicParsing'],
  'Invoke-RestMethod': ['Uri', 'Method', 'Headers', 'Body', 'OutFile'],
  'Set-ExecutionPolicy': ['ExecutionPolicy', 'Scope', 'Force'],
  'Format-Volume': ['DriveLetter', 'FileSystem', 'Force', 'Full'],
  'Clear-Disk': ['Number', 'RemoveData', 'RemoveOEM'],
  'Stop-Computer': ['ComputerName', 'Force'],
  'Restart-Computer': ['ComputerName', 'Force', 'Wait'],
  'Set-MpPreference': ['DisableRealtimeMonitoring', 'ExclusionPath'],
  'Remove-ItemProperty': ['Path', 'Name', 'Force'],
};

const COMMON = ['WhatIf', 'Confirm', 'Verbose', 'Debug', 'ErrorAction', 'Credential'];

/** Cmdlets without an alias or known parameters. */
const OTHERS =
  'Write-Host Write-Error Write-Warning Write-Verbose Write-Information Out-File Add-Content Get-Process Get-Service ' +
  'Set-Item Set-ItemProperty New-Object New-Service Remove-Service Clear-RecycleBin Clear-EventLog Remove-LocalUser ' +
  'Initialize-Disk Remove-Partition Set-Location Get-Location Test-Path Register-ScheduledTask Add-Type';
