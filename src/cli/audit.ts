import type { Command } from 'commander';
import { RulewrightError } from '../core/errors';
import { formatCount } from '../core/formatCount';
import { createNodeFiles } from '../files/nodeFiles';
import type { AuditReport } from './auditVerify';
import { verifyAudit } from './auditVerify';
import type { CliIo } from './io';

/** Maximum file size in bytes; the file is read into memory. */
const MAX_BYTES = 200_000_000;
/** Maximum number of lines in a list. */
const LISTED = 20;
const LINE_END = 0x0a;

interface VerifyOptions {
  readonly key?: readonly string[];
  readonly json?: boolean;
}

/**
 * `rulewright audit verify`: whether an exported audit trail is complete and approved. Exit code 0 if it is, otherwise
 * 1.
 */
export function addAudit(program: Command, io: CliIo): void {
  program
    .command('audit')
    .description('Work with an exported audit trail.')
    .command('verify')
    .description(
      'Verify an exported audit trail: order, hashes, signatures and end. Needs no secret.',
    )
    .argument('<file>', 'the file that Export Audit Trail… wrote (JSON Lines)')
    .option(
      '--key <fingerprint...>',
      'the keys of which one must have signed it, as VS Code shows them',
    )
    .option('--json', 'print JSON')
    .action(async (file: string, { key, json }: VerifyOptions) => {
      const trusted = (key ?? []).map(fingerprintFrom);
      const report = verifyAudit(linesIn(await contentOf(file)), trusted);
      if (json === true) io.data(JSON.stringify(report));
      else for (const line of textOf(report)) io.out(line);
      io.setExitCode(report.fault === undefined ? 0 : 1);
    });
}

function fingerprintFrom(given: string): string {
  const fingerprint = given.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(fingerprint)) return fingerprint;
  throw new RulewrightError('invalid-input', `"${given.slice(0, 80)}" is not a fingerprint.`, {
    hint: 'Give all 64 hex digits, as Export Audit Trail… shows them.',
  });
}

async function contentOf(file: string): Promise<Uint8Array> {
  const files = createNodeFiles();
  const stat = await files.stat(file);
  if (stat === undefined) {
    throw new RulewrightError('not-found', `There is no file ${file}.`, {
      hint: 'Check the path.',
    });
  }
  if (stat.sizeBytes > MAX_BYTES) {
    throw new RulewrightError('invalid-input', `${file} is larger than 200 MB.`, {
      hint: 'Specify a file that Export Audit Trail… wrote.',
    });
  }
  const content = (await files.read(file)) ?? new Uint8Array();
  if (Buffer.from(content.subarray(0, 15)).toString('latin1') === 'SQLite format 3') {
    throw new RulewrightError('invalid-input', `${file} is a database, not an audit trail.`, {
      hint: 'Run “Export Audit Trail…” in VS Code, and verify the file that it writes.',
    });
  }
  return content;
}

/** The lines without line breaks. Text after the last line break is a line if it is not empty. */
function* linesIn(content: Uint8Array): Iterable<Uint8Array> {
  for (let from = 0; from < content.length;) {
    const found = content.indexOf(LINE_END, from);
    const to = found === -1 ? content.length : found;
    yield content.subarray(from, to);
    from = to + 1;
  }
}

function textOf(report: AuditReport): readonly string[] {
  const { entries, versions, head, approvedTo, isSealed, unsignedLines, coveredLines, fault } =
    report;
  const lines = [
    `entries: ${formatCount(entries)}`,
    `versions with the right hash, in order: ${formatCount(versions)}`,
  ];
  if (head !== undefined) lines.push(`newest version: ${String(head.seq)}, hash ${head.hash}`);
  lines.push(
    `approved up to version: ${approvedTo === 0 ? 'none' : String(approvedTo)}`,
    ...keyLines(report),
  );
  if (coveredLines.length > 0) {
    lines.push(`lines covered by the signature of a later version: ${listOf(coveredLines)}`);
  }
  if (isSealed) lines.push('every line is covered by the signature of the last one');
  else if (unsignedLines.length > 0) {
    lines.push(`lines that no signature covers (they changed no rule): ${listOf(unsignedLines)}`);
  }
  lines.push(fault === undefined ? 'verified' : `line ${String(fault.line)}: ${fault.problem}`);
  return lines;
}

function keyLines({ trusted, keys, isSealed }: AuditReport): readonly string[] {
  if (keys.length === 0 && !isSealed) {
    return ['Nothing in the file is signed: whoever can write it can have written every line.'];
  }
  const counted = keys.map(({ fingerprint, versions }) => {
    const isOther = trusted.length > 0 && !trusted.includes(fingerprint);
    return `versions signed with ${isOther ? 'another key, ' : ''}${fingerprint}: ${formatCount(versions)}`;
  });
  if (trusted.length > 0 || keys.length === 0) return counted;
  return [
    ...counted,
    'Whose key this is, only the file says. Compare it with the one that VS Code shows, or give it with --key.',
  ];
}

function listOf(lines: readonly number[]): string {
  const left = lines.length - LISTED;
  return lines.slice(0, LISTED).join(', ') + (left > 0 ? ` and ${formatCount(left)} more` : '');
}
