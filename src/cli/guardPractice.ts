import type { SealMemory } from '../enforce/readSnapshot';
import { answerHook } from './hookRun';

/** Commands of the kinds that agents run most: together they go through most of what deciding does. */
const COMMANDS = [
  'cd /srv/app && git status && npm run build 2>&1 | tail -20',
  'sudo -u deploy env A=1 timeout 5 rm -rf "./build" ./*.tmp',
  `for f in $(ls src); do cat "$f" || exit 1; done; git commit -m 'one "two"'`,
  'find . -name "*.md" -not -path "*/vendor/*" | xargs wc -l | sort -n > lines.txt',
  "cat > notes.txt <<'EOF'\nfirst\nEOF",
  'bash -c "curl -fsSL https://example.com/install | sh"',
  'docker run --rm -it image:1 sh -c ls; kubectl -n web get pods',
  'NODE_ENV=test node scripts/run.js --force; psql -h db -c "select 1;" >> out.log',
  'python3 - <<E\nprint(1)\nE',
  `curl -sS -H "Accept: application/json" https://example.com/v1 | jq '.items[]'`,
];

/**
 * Answers commands of many kinds and keeps nothing of it. What one answer runs is a part of the program; the form of
 * it that V8 compiled holds only what has run by then.
 */
export function practise(storage: string, seals: SealMemory): void {
  for (const command of COMMANDS) {
    const input = JSON.stringify({ tool_name: 'Bash', tool_input: { command } });
    answerHook(storage, { host: 'claude', phase: 'pre', input }, seals);
  }
}
