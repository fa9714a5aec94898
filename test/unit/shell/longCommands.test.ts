import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/policy/evaluate';
import { compilePolicy } from '../../../src/policy/compilePolicy';
import { commandViews } from '../../../src/shell/views';

const policy = compilePolicy({
  version: 'test',
  seq: 1,
  rules: [String.raw`^rm -f -r [^|]*/etc(?: |$)`].map((pattern, at) => ({
    id: String(at),
    pattern,
    effect: 'deny',
    mode: 'enforce',
    addedBy: 'test',
    confidence: null,
    ts: '2026-01-01T00:00:00.000Z',
    reason: '',
  })),
});
const decisionOn = (command: string): string => evaluate(policy, command).decision;

/** Lines of a file, as an agent writes them. */
const lines = (chars: number): string =>
  'export const answer = "it\'s (42"; // `rm -rf /etc` in $HOME\n'.repeat(Math.ceil(chars / 62));

describe('a command longer than the evaluation limit', () => {
  it('is not asked about if it only writes a file', () => {
    for (const chars of [20_000, 40_000, 1_000_000]) {
      for (const command of [
        `cat > src/x.ts <<'EOF'\n${lines(chars)}EOF`,
        `mkdir -p src && cat <<'EOF' > src/x.ts\n${lines(chars)}EOF\nnpx tsc --noEmit`,
        `tee notes.md > /dev/null <<-"END"\n${lines(chars)}\tEND\nls`,
        `printf '%s\\n' '${lines(chars).replaceAll("'", '')}' > x.ts`,
        `git commit -m "$(cat <<'EOF'\n${lines(chars)}EOF\n)"`,
      ]) {
        assert.equal(decisionOn(command), 'none', command.slice(0, 40));
      }
    }
  });

  it('is denied because of commands before and after the file', () => {
    const file = `cat > x.ts <<'EOF'\n${lines(40_000)}EOF\n`;
    assert.equal(decisionOn(`${file}rm -rf /etc`), 'deny');
    assert.equal(decisionOn(`rm -rf /etc; ${file}`), 'deny');
    assert.equal(decisionOn(`echo '${'x'.repeat(40_000)}' > x; rm -rf /etc`), 'deny');
    const { views } = commandViews(`${file}rm -rf /etc`);
    const view = views.find(({ text }) => text === 'rm -rf /etc');
    assert.deepEqual([view?.start, view?.end], [file.length, file.length + 11]);
  });

  it('is asked about if a program runs the long text', () => {
    const text = lines(40_000);
    for (const command of [
      `cat <<'EOF' | sh\n${text}EOF`,
      `sh <<'EOF'\n${text}EOF`,
      `cat > x.sh <<'EOF'\n${text}EOF\nsh x.sh`,
      `python3 - <<'EOF'\n${text}EOF`,
      `bash -c '${text.replaceAll("'", '')}'`,
      `echo '${text.replaceAll("'", '')}' | sh`,
      `true; ${'echo a; '.repeat(5000)}`,
      `cat <<EOF\n${'$(true) '.repeat(5000)}\nEOF`,
      `echo "${'$(true) '.repeat(5000)}"`,
    ]) {
      assert.match(decisionOn(command), /^(?:ask|deny)$/, command.slice(0, 40));
    }
  });

  it('is asked about if it is unknown what runs', () => {
    assert.equal(decisionOn(`echo '${'x'.repeat(40_000)}`), 'ask');
    assert.equal(decisionOn(`cat > x <<'EOF'\n${'a line\n'.repeat(300_000)}EOF`), 'ask');
  });

  it('does not parse PowerShell scripts that a shell writes as commands', () => {
    const script = "cat > x.ps1 <<'EOF'\nRemove-Item -Recurse -Force C:\\x\nEOF\nls";
    assert.deepEqual(
      commandViews(script).views.filter(({ text }) => text.startsWith('Remove-Item')),
      [],
    );
  });
});
