import type { ReadingAids } from '../policy/readSnapshot';
import { answerHook } from './answerHook';

/**
 * A few commands as agents run them most. More of them would find more of the program compiled, and every guard would
 * load what few need.
 */
const COMMANDS = [
  'cd /srv/app && git status && npm run build 2>&1 | tail -20',
  'find . -name "*.md" -not -path "*/vendor/*" | xargs wc -l | sort -n > lines.txt',
];

/**
 * Answers some commands and keeps nothing of it. What one answer runs is a part of the program; the form of
 * it that V8 compiled holds only what has run by then.
 */
export function practise(storage: string, aids: ReadingAids): void {
  for (const command of COMMANDS) {
    const input = JSON.stringify({ tool_name: 'Bash', tool_input: { command } });
    answerHook(storage, { host: 'claude', phase: 'pre', input }, aids);
  }
}
