import * as z from 'zod';
import { canonicalJson } from '../core/canonicalJson';
import { sha256Hex } from '../core/hash';
import { VersionSignature } from '../core/versionSignature';
import { isSignatureOf } from '../files/signature';

/** Proves which guard this extension installed. Uses the key that signs policy versions. */
export interface GuardSeal {
  /** Signs with the key of this machine; undefined if there is no key. */
  sign(bytes: Uint8Array): Promise<VersionSignature | undefined>;
  /** Whether the key with this fingerprint is trusted here. */
  isTrusted(fingerprint: string): Promise<boolean>;
  /**
   * Whether the key of this machine is stored permanently; if not, older signatures cannot be
   * checked.
   */
  isKept(): Promise<boolean>;
}

/** Lists the installed files, because windows of several versions may be open. */
export const INSTALLED_FILE = 'installed.json';

const Installed = z.object({
  /** Version of the extension; in the list of code caches, the SHA-256 of the program. */
  version: z.string(),
  /** SHA-256 by file name. */
  files: z.record(z.string().regex(/^\w[\w.%-]*$/), z.string()),
  /** The `mark` of a file (`files/wholeFile.ts`) when it was hashed, by file name; not in the list of guard files. */
  marks: z.record(z.string(), z.string()).optional(),
  signature: VersionSignature.optional(),
});
type Installed = Omit<z.infer<typeof Installed>, 'signature'>;

/**
 * The subject of a list: guard files or their code caches. One kind is not accepted in place of the
 * other.
 */
export type ListKind = 'guard' | 'compiled';

/** The text of a list, signed if there is a key. */
export async function sealedList(
  list: Installed,
  seal: GuardSeal | undefined,
  kind: ListKind = 'guard',
): Promise<string> {
  const signature = await seal?.sign(signedText(list, kind));
  return `${JSON.stringify(signature === undefined ? list : { ...list, signature })}\n`;
}

/**
 * A parsed list, and whether its seal is valid; undefined if the list is invalid. Without a seal,
 * every list is trusted.
 */
export async function openList(
  text: string,
  seal: GuardSeal | undefined,
  kind: ListKind = 'guard',
): Promise<(Installed & { readonly isProved: boolean }) | undefined> {
  const list = Installed.safeParse(fromJson(text)).data;
  if (list === undefined) return undefined;
  const { signature, ...content } = list;
  const isProved =
    seal === undefined ||
    (signature !== undefined &&
      isSignatureOf(signedText(content, kind), signature) &&
      (await seal.isTrusted(signature.fingerprint)));
  return { ...content, isProved };
}

function signedText({ version, files, marks }: Installed, kind: ListKind): Uint8Array {
  const content = marks === undefined ? files : { files, marks };
  return Buffer.from(`rulewright ${kind} ${version} ${sha256Hex(canonicalJson(content))}`);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Nothing has been installed, or another program wrote the file.
    return undefined;
  }
}
