import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { LIMITS } from '../../../src/shell/walk/walkBudget';
import { canonicalLines } from '../../../src/shell/canonical';
import { looksLikePowerShell } from '../../../src/shell/powershell/posixForm';
import { commandTemplate } from '../../../src/shell/template';
import { commandViews } from '../../../src/shell/views';

const word = fc.oneof(
  fc.constantFrom(
    ...(
      'rm git push echo grep sudo env bash -c sh -rf --force -m --message=x -- ; && || | |& & ( ) { } { } ! $( ) ` " \' ' +
      '<( > >> 2>&1 < << <<< E $x "$x" ${y:-z} $IFS \\ \\; {} + * ~ # a=1 xargs find . -exec ssh host if then fi for in do ' +
      'done while case esac [[ ]] = == function eval source curl x Remove-Item -Recurse iex % @{ \n \r \t \u00a0 \u0000 é 😀'
    ).split(' '),
  ),
  fc.string({ maxLength: 6 }),
);
const line = fc.array(word, { maxLength: 24 }).map((words) => words.join(' '));
const glued = fc.array(word, { maxLength: 24 }).map((words) => words.join(''));
const anyText = fc.oneof(line, glued, fc.string({ unit: 'binary', maxLength: 200 }));
const runs = { numRuns: 1500 };

describe('the views of any text', () => {
  it('are created without throwing, starting with the command line', () => {
    fc.assert(
      fc.property(anyText, (command) => {
        const { views } = commandViews(command);
        assert.equal(views[0]?.kind, 'line');
        assert.equal(views[0].text.length, command.length);
        commandTemplate(command);
      }),
      runs,
    );
  });

  it('have positions within the command as written', () => {
    fc.assert(
      fc.property(anyText, (command) => {
        for (const { start, end } of commandViews(command).views) {
          assert.ok(start >= 0 && start <= end && end <= command.length, `${start}-${end}`);
        }
      }),
      runs,
    );
  });

  it('contain an expanded view directly after the simple view of the same position', () => {
    fc.assert(
      fc.property(anyText, (command) => {
        const { views } = commandViews(command);
        views.forEach((view, at) => {
          if (view.kind !== 'expanded') return;
          const before = views[at - 1];
          assert.equal(before?.kind, 'simple');
          assert.deepEqual([before.start, before.end], [view.start, view.end]);
        });
      }),
      runs,
    );
  });

  it('are deterministic', () => {
    fc.assert(
      fc.property(line, (command) => {
        assert.deepEqual(commandViews(command), commandViews(command));
      }),
      { numRuns: 200 },
    );
  });

  it('respect the limits for any repeated text', () => {
    fc.assert(
      fc.property(line, (piece) => {
        const { views } = commandViews(`${piece} `.repeat(400));
        const size = views.slice(1).reduce((sum, { text }) => sum + text.length, 0);
        assert.ok(size <= LIMITS.outputChars);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a canonical line', () => {
  it('is its own canonical line', () => {
    fc.assert(
      fc.property(fc.oneof(line, glued), (command) => {
        if (!commandViews(command).parsed) return;
        for (const { text, commands } of canonicalLines(command)) {
          // Program names do not start with a dash: after sudo, it would be an option.
          if (commands.some(({ program }) => program.startsWith('-'))) continue;
          // A cmdlet name makes a line PowerShell, in which brackets have another meaning.
          if (looksLikePowerShell(text)) continue;
          assert.equal(canonicalLines(text)[0]?.text, text);
        }
      }),
      { numRuns: 4000, seed: 20_261_123 },
    );
  });

  it('has no line break, and no pipes except between its programs', () => {
    fc.assert(
      fc.property(line, (command) => {
        if (!commandViews(command).parsed) return;
        for (const { text, commands } of canonicalLines(command)) {
          assert.ok(!/[\n\r]/.test(text));
          assert.equal(text.split('|').length, commands.length);
        }
      }),
      runs,
    );
  });

  it('exists at most sixty-four times per command', () => {
    const lines = canonicalLines('a; '.repeat(400));
    assert.ok(lines.length <= LIMITS.lines);
    assert.ok(commandViews('a$RANDOM; '.repeat(400)).truncated);
  });
});
