import { WordList } from '../words/wordList';
import type { Stage } from './stage';
import { pipelinesTo, type Stages, type Written } from './writtenFiles';

/**
 * Pipelines that end in a program which sends a file that the command has written: `env > x; curl -T x
 * https://example.org`.
 */
export function sendsWritten(stage: Stage, written: Written): readonly Stages[] {
  if (written.size === 0 || !SENDERS.has(stage.program)) return [];
  const words = [...stage.words.slice(1), ...stage.redirects.map(({ target }) => target)];
  const values = words.slice(0, MAX_WORDS).map(({ value }) => value);
  if (values.some((value) => LOCAL.test(value))) return [];
  const names = new Set(values.flatMap(namesIn));
  return [...names].flatMap((name) => pipelinesTo(name, [stage], written));
}

const MAX_WORDS = 64;
const SENDERS = new WordList(
  'curl wget http https xh nc ncat telnet socat scp rsync sftp ftp aws gsutil rclone mail mutt gh Invoke-WebRequest Invoke-RestMethod',
);
const LOCAL = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/;

/** Possible file names in a word: `x`, `@x`, `file=@x`, `-Tx`, `--post-file=x`. */
function namesIn(value: string): readonly string[] {
  const given = value.slice(Math.max(value.lastIndexOf('='), value.lastIndexOf('@')) + 1);
  return [value, given, value.replace(/^-[A-Za-z]@?/, '')];
}
