import { canonicalText, type CanonicalCommand } from './actions/canonicalCommand';
import { readsClusters, canonicalFlags } from './programs/flags';

/**
 * The same command with its flags as people write them in rules: only the canonical name of each
 * flag, and any two short flags first, in both orders. A rule for `rm -rf` then also matches `rm
 * -fr`, `rm -r -f` and `rm --force --recursive`.
 */
export function spellings(command: CanonicalCommand): readonly string[] {
  const { program, sub, flags } = command;
  if (flags.length < 2) return [];
  const canonical = canonicalFlags(program, sub.join(' '), flags);
  const texts = new Set(
    [canonical, ...clustered(program, canonical)].map((own) => text(command, own)),
  );
  texts.delete(canonicalText(command));
  return [...texts];
}

/** With more short flags, there are too many orders to list. */
const MAX_CLUSTERED = 4;

function clustered(program: string, flags: readonly string[]): readonly (readonly string[])[] {
  const short = flags.filter((flag) => /^-[A-Za-z]$/.test(flag));
  if (short.length < 2 || short.length > MAX_CLUSTERED || !readsClusters(program)) return [];
  return short.flatMap((first) =>
    short
      .filter((second) => second !== first)
      .map((second) => [
        first + second.slice(1),
        ...flags.filter((flag) => flag !== first && flag !== second),
      ]),
  );
}

function text(command: CanonicalCommand, flags: readonly string[]): string {
  return canonicalText({ ...command, flags });
}
