import { createHash } from 'node:crypto';
import { AuditEnd, auditEndText, AuditLine } from '../core/auditLine';
import { canonicalJson } from '../core/canonicalJson';
import { formatCount } from '../core/formatCount';
import { sha256Hex } from '../core/hash';
import type { PolicyVersion } from '../core/version';
import type { SignedPlace } from '../core/versionSignature';
import { isSignatureOf, isValidSignature } from '../files/signature';

/** The first line that does not verify (1 is the first of the file), and why. */
export interface AuditFault {
  readonly line: number;
  readonly problem: string;
}

/** A key that signed versions in the file, and their number. */
interface AuditKey {
  readonly fingerprint: string;
  readonly versions: number;
}

/** The results for an exported audit trail, up to the first line that does not verify. */
export interface AuditReport {
  /** Number of entries read. */
  readonly entries: number;
  /** Number of versions whose hash and position in the chain are valid. */
  readonly versions: number;
  /** The newest of these versions. */
  readonly head?: SignedPlace | undefined;
  /** The newest version with a valid signature, which approves it and every version before it; 0 if there is none. */
  readonly approvedTo: number;
  /**
   * Keys of which at least one must have signed. If empty, every key in the file is accepted, which proves only what
   * the file claims.
   */
  readonly trusted: readonly string[];
  readonly keys: readonly AuditKey[];
  /** Whether the signature of the last line covers all others. */
  readonly isSealed: boolean;
  /** Lines without a version: their content is covered only by the signature of the last line. */
  readonly unsignedLines: readonly number[];
  /** Lines of versions without a signature of their own that are covered by the signature of a later version. */
  readonly coveredLines: readonly number[];
  readonly fault?: AuditFault | undefined;
}

interface VersionLine extends SignedPlace {
  readonly line: number;
  readonly isSigned: boolean;
}

/**
 * Verifies the lines of an exported audit trail (`auditText`): format, order, the hash of each version and its link to
 * the previous one, every signature, and the end. `trusted`: fingerprints of keys of which at least one must have
 * signed. Lines are bytes without the line break; the text after the last line break is empty in a complete file.
 */
export function verifyAudit(
  lines: Iterable<Uint8Array>,
  trusted: readonly string[] = [],
): AuditReport {
  const reader = new AuditReader(trusted);
  let number = 0;
  for (const line of lines) {
    number += 1;
    const problem = reader.read(line, number);
    if (problem !== undefined) return reader.report({ line: number, problem });
  }
  return reader.report(reader.endFault(number));
}

class AuditReader {
  readonly #trusted: ReadonlySet<string>;
  readonly #digest = createHash('sha256');
  readonly #versions: VersionLine[] = [];
  readonly #unsigned: number[] = [];
  readonly #keys = new Map<string, number>();
  #entries = 0;
  #end: AuditEnd | undefined;
  #isSealed = false;

  constructor(trusted: readonly string[]) {
    this.#trusted = new Set(trusted);
  }

  /** Reads the next line. Returns its problem, if any. */
  read(bytes: Uint8Array, number: number): string | undefined {
    if (this.#end !== undefined) return 'there is a line after the end of the audit trail';
    const value = parsed(bytes);
    if (value === undefined) return 'it is not JSON: it was damaged or cut off';
    const end = AuditEnd.safeParse(value);
    if (end.success) return this.#readEnd(end.data);
    this.#digest.update(bytes).update('\n');
    const line = AuditLine.safeParse(value);
    if (!line.success) {
      const issue = line.error.issues[0];
      const place = issue === undefined || issue.path.length === 0 ? '' : issue.path.join('.');
      return `it is not an entry of an audit trail${place === '' ? '' : ` (at ${place})`}`;
    }
    return this.#readEntry(line.data, number);
  }

  /** The problem of the file as a whole, after `last` valid lines. */
  endFault(last: number): AuditFault | undefined {
    if (this.#end === undefined) {
      return { line: last + 1, problem: 'the last line is missing: the file was cut off' };
    }
    const open = this.#versions[this.#approvedTo()];
    if (open === undefined) {
      const problem = this.#sealProblem(this.#end);
      return problem === undefined ? undefined : { line: last, problem };
    }
    return {
      line: open.line,
      problem: `no signature${this.#ofKeys()} covers version ${String(open.seq)}: it was not approved`,
    };
  }

  report(fault: AuditFault | undefined): AuditReport {
    const approvedTo = this.#approvedTo();
    const head = this.#versions.at(-1);
    return {
      entries: this.#entries,
      versions: this.#versions.length,
      head: head === undefined ? undefined : { seq: head.seq, hash: head.hash },
      approvedTo,
      trusted: [...this.#trusted],
      keys: [...this.#keys].map(([fingerprint, versions]) => ({ fingerprint, versions })),
      isSealed: this.#isSealed,
      unsignedLines: this.#unsigned,
      coveredLines: this.#versions
        .filter(({ seq, isSigned }) => seq <= approvedTo && !isSigned)
        .map(({ line }) => line),
      fault,
    };
  }

  #ofKeys(): string {
    const [first, ...others] = this.#trusted;
    if (first === undefined) return '';
    return others.length === 0 ? ` of the key ${first}` : ` of the keys that were named`;
  }

  #isTrusted(fingerprint: string): boolean {
    return this.#trusted.size === 0 || this.#trusted.has(fingerprint);
  }

  #readEnd({ end, signature }: AuditEnd): string | undefined {
    const head = this.#versions.at(-1);
    if (end.entries !== this.#entries) {
      return `it counts ${formatCount(end.entries)} entries, and the file has ${formatCount(this.#entries)}: lines are missing`;
    }
    if (end.seq !== (head?.seq ?? 0) || end.hash !== (head?.hash ?? '')) {
      return `it names version ${String(end.seq)} as the newest, which is not the last of the file`;
    }
    this.#end = { end, signature };
    return undefined;
  }

  /** The end covers every line, including entries that changed no rule. */
  #sealProblem({ end, signature }: AuditEnd): string | undefined {
    if (end.digest !== undefined && end.digest !== this.#digest.digest('hex')) {
      return 'a line before the end was changed: the lines do not have its digest';
    }
    const mayBeUnsigned = this.#keys.size === 0 && this.#trusted.size === 0;
    if (mayBeUnsigned && signature === undefined) return undefined;
    if (end.digest === undefined || signature === undefined) {
      return 'it is not signed: an earlier version of Rulewright exported the file, or it was changed';
    }
    if (!isSignatureOf(auditEndText(end), signature)) return 'its signature is not valid';
    if (!this.#isTrusted(signature.fingerprint)) {
      return `it is signed with another key, ${signature.fingerprint}`;
    }
    this.#isSealed = true;
    return undefined;
  }

  #readEntry(line: AuditLine, number: number): string | undefined {
    const expected = this.#entries + 1;
    if (line.seq !== expected) {
      return `entry ${String(expected)} should stand here, not entry ${String(line.seq)}: a line is missing or in another place`;
    }
    const problem = line.version === undefined ? plainProblem(line) : this.#versionProblem(line);
    if (problem !== undefined) return problem;
    this.#entries += 1;
    if (line.version === undefined) this.#unsigned.push(number);
    else this.#add(line, line.version, number);
    return undefined;
  }

  #versionProblem(line: AuditLine): string | undefined {
    const { version, signatures = [] } = line;
    if (version === undefined) return undefined;
    const before = this.#versions.at(-1);
    const expected = (before?.seq ?? 0) + 1;
    if (version.seq !== expected) {
      return `version ${String(expected)} should stand here, not version ${String(version.seq)}`;
    }
    if (version.prevHash !== (before?.hash ?? '')) {
      return `version ${String(version.seq)} does not follow the version before it`;
    }
    if (hashOf(version) !== version.hash) {
      return `the content of version ${String(version.seq)} was changed: it does not have its hash`;
    }
    if (!describes(line, version))
      return `the entry does not describe version ${String(version.seq)}`;
    const bad = signatures.find((signed) => !isValidSignature(version, signed));
    if (bad === undefined) return undefined;
    return `a signature of version ${String(version.seq)} is not valid (key ${bad.fingerprint.slice(0, 64)})`;
  }

  #add({ signatures = [] }: AuditLine, { seq, hash }: PolicyVersion, line: number): void {
    const fingerprints = new Set(signatures.map(({ fingerprint }) => fingerprint));
    for (const one of fingerprints) this.#keys.set(one, (this.#keys.get(one) ?? 0) + 1);
    const isSigned = [...fingerprints].some((one) => this.#isTrusted(one));
    this.#versions.push({ seq, hash, line, isSigned });
  }

  #approvedTo(): number {
    return this.#versions.findLast(({ isSigned }) => isSigned)?.seq ?? 0;
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    // Neither text nor JSON: the caller reports it.
    return undefined;
  }
}

function plainProblem({ signatures }: AuditLine): string | undefined {
  return signatures === undefined ? undefined : 'it has signatures, but no version';
}

/** Whether an entry matches the version that it created. */
function describes({ author, kind, comment, time }: AuditLine, version: PolicyVersion): boolean {
  return (
    author === version.author &&
    kind === version.kind &&
    comment === version.comment &&
    time === version.ts
  );
}

/** The hash of a version: SHA-256 of the canonical JSON of its other fields. */
function hashOf(version: PolicyVersion): string | undefined {
  try {
    return sha256Hex(canonicalJson({ ...version, hash: undefined }));
  } catch {
    // It contains text or a number that cannot have been stored.
    return undefined;
  }
}
