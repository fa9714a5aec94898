import assert from 'node:assert/strict';
import { checkDiff } from '../../../../src/matcher/diffCheck';
import type { PolicyDiff } from '../../../../src/core/diff';
import type { CommandEvent, LabelledCommand } from '../../../../src/core/event';
import { evidenceOfDiff, type Evidence } from '../../../../src/core/evidence';
import { rejectionsIn } from '../../../../src/core/rejection';
import { LabelledCommands } from '../../../../src/history/labelledCommands';
import { loadModel, type LoadedModel } from '../../../../src/ml/model/predict';
import { labelled } from '../../../support/commands';
import { trainedOn } from '../../../support/models';
import { forcedPushes, ordinary, ruleInForce, suggest } from '../../../support/suggesting';

type Decision = 'approved' | 'refused' | 'machine-denied';

/** An answer about a command on a day of January in a session. */
interface Asked {
  readonly command: string;
  readonly decision: Decision;
  readonly day: number;
  readonly session?: string;
  readonly more?: Partial<CommandEvent>;
}

function history(...asked: readonly Asked[]): readonly LabelledCommand[] {
  const commands = new LabelledCommands();
  asked.forEach(({ command, decision, day, session = `s${String(day)}`, more = {} }, at) => {
    commands.add({
      ...{ id: String(at), eventType: 'command_executed', command, source: 'import' },
      ts: `2026-01-${String(day).padStart(2, '0')}T10:00:00Z`,
      context: { host: 'claude', sessionId: session },
      metadata: JSON.stringify({ decision }),
      ...more,
    });
  });
  return commands.list();
}

/** Answers about one command on days 1, 2, 3 …, repeatedly. */
function answered(command: string, decision: Decision, times: number, days = 3): Asked[] {
  return Array.from({ length: times }, (_, at) => ({ command, decision, day: 1 + (at % days) }));
}

/** A model for which `frobnicate` is safe, and only forced pushes and `wipe` are not. */
let careful: LoadedModel | undefined;

function carefulModel(): LoadedModel {
  const wiping = ['a', 'b', 'c', 'd', 'e'].map((name) => labelled(`wipeit now ${name}`, 'unsafe'));
  const safe = ['a', 'b', 'c', 'd', 'e'].map((name) => labelled(`frob it ${name}`, 'safe'));
  careful ??= loadModel(trainedOn([...forcedPushes, ...wiping, ...safe, ...ordinary]));
  return careful;
}

interface Found {
  readonly diff: PolicyDiff;
  readonly rule: PolicyDiff['add'][number];
  readonly evidence: Evidence;
}

/** The rules derived from answers. */
function fromBehaviour(
  commands: readonly LabelledCommand[],
  more: Parameters<typeof suggest>[1] = {},
): readonly Found[] {
  const { diffs } = suggest([...commands, ...ordinary], { model: carefulModel(), ...more });
  return diffs.flatMap((diff) => {
    assert.doesNotThrow(() => checkDiff(diff));
    const evidence = evidenceOfDiff(diff);
    return diff.add.flatMap((rule, at) => {
      const own = evidence[at];
      return own?.rungs === undefined ? [] : [{ diff, rule, evidence: own }];
    });
  });
}

describe("Rules from a person's answers", () => {
  describe('refused commands', () => {
    const refusedTwice = history(...answered('frob --hard it', 'refused', 2, 2));

    it('asks about a command that was refused in two sessions, with a reason', () => {
      const [found, ...others] = fromBehaviour(refusedTwice);
      assert.deepEqual(others, []);
      assert.equal(found?.rule.effect, 'ask');
      assert.equal(found.rule.reason, 'You refused this 2 times in 2 sessions.');
      assert.deepEqual(found.evidence.answers, { refused: 2, approved: 0, sessions: 2, days: 0 });
      assert.equal(found.evidence.questionsSaved, undefined);
      assert.equal(found.diff.meta['from_behaviour'], true);
    });

    it('leaves it to the answers alone, however often it was refused', () => {
      const often = answered('frob --hard it', 'refused', 6, 2);
      const proposed = (asked: readonly Asked[]) =>
        suggest([...history(...asked), ...ordinary], { model: carefulModel() }).diffs.flatMap(
          ({ add }) => add.map(({ effect, pattern }) => [effect, pattern]),
        );
      assert.deepEqual(proposed(often.map((one) => ({ ...one, session: 's' }))), []);
      assert.deepEqual(proposed(often), [['ask', '^frob --hard it$']]);
      const words = ['red', 'blue', 'green', 'black', 'white', 'pink', 'brown', 'gold', 'grey'];
      const many = words.map((word, at) => ({
        ...{ command: `zap --${word}`, decision: 'refused' as const, day: 1 + (at % 2) },
      }));
      assert.deepEqual(proposed(many.map((one) => ({ ...one, session: 's' }))), []);
      assert.equal(proposed(many)[0]?.[0], 'deny');
    });

    it('proposes nothing after refusals in one session, or by a program', () => {
      const once = answered('frob --hard it', 'refused', 2, 2);
      assert.deepEqual(
        fromBehaviour(history(...once.map((one) => ({ ...one, session: 's' })))),
        [],
      );
      assert.deepEqual(
        fromBehaviour(history(...answered('frob --hard it', 'machine-denied', 9))),
        [],
      );
      const ours = { more: { source: 'csv' as const } };
      assert.deepEqual(fromBehaviour(history(...once.map((one) => ({ ...one, ...ours })))), []);
    });

    it('proposes nothing if a person mostly approved', () => {
      const answers = [
        ...answered('frob --hard it', 'refused', 2, 2),
        ...answered('frob --hard it', 'approved', 1),
      ];
      assert.deepEqual(fromBehaviour(history(...answers)), []);
    });

    it('denies commands that were always refused and that the model considers dangerous', () => {
      const [found] = fromBehaviour(history(...answered('wipeit now x', 'refused', 2, 2)));
      assert.equal(found?.rule.effect, 'deny');
      assert.match(found.rule.reason ?? '', /also rates it dangerous/);
      assert.equal(found.evidence.questionsSaved, 2);
    });

    it('chooses the rung with options if different commands with them were refused, not the program', () => {
      const answers = ['a', 'b', 'c'].flatMap((name) =>
        answered(`frob --hard ${name}`, 'refused', 2, 2),
      );
      const approved = ['x', 'y', 'z'].flatMap((name) => answered(`frob ${name}`, 'approved', 2));
      const found = fromBehaviour(history(...answers, ...approved), { topN: 0 });
      assert.deepEqual(
        found.map(({ rule }) => rule.title),
        ['Runs `frob` with `--hard`'],
      );
      const rungs = found[0]?.evidence.rungs ?? [];
      assert.deepEqual(
        rungs.map(({ commands, refused, approved: yes, isProposed }) => [
          commands,
          refused,
          yes,
          isProposed,
        ]),
        [
          [1, 2, 0, false],
          [3, 6, 0, true],
          [6, 6, 6, false],
        ],
      );
    });

    it('asks about no everyday command, unless a person refused exactly that once more', () => {
      const background = ['frob --hard it'];
      assert.deepEqual(fromBehaviour(refusedTwice, { background }), []);
      const thrice = history(...answered('frob --hard it', 'refused', 3));
      assert.equal(fromBehaviour(thrice, { background }).length, 1);
      const chain = history(...answered('frob --hard it && other x', 'refused', 3));
      for (const { rule } of fromBehaviour(chain, { background })) {
        assert.doesNotMatch(rule.pattern, /frob/);
      }
    });

    it('proposes nothing that a rule in force stops, is pending or was rejected', () => {
      const [found] = fromBehaviour(refusedTwice);
      assert.ok(found !== undefined);
      const { diff, rule } = found;
      assert.deepEqual(fromBehaviour(refusedTwice, { rules: [ruleInForce('frob', 'ask')] }), []);
      assert.deepEqual(fromBehaviour(refusedTwice, { pending: [rule] }), []);
      const at = '2026-01-09T00:00:00.000Z';
      const rejected = rejectionsIn([
        {
          ...{ id: 's', status: 'rejected', diff, diffHash: '', proposedBy: 't' },
          ...{ proposedAt: at, reviewedAt: at, reviewedBy: 'ana' },
        },
      ]);
      assert.equal(rejected.rules.length, 1);
      assert.deepEqual(fromBehaviour(refusedTwice, { rejected }), []);
    });
  });

  describe('approved commands', () => {
    it('allows exactly a command approved five times on three days, and counts the questions', () => {
      const [found, ...others] = fromBehaviour(history(...answered('frob it', 'approved', 6)));
      assert.deepEqual(others, []);
      assert.deepEqual([found?.rule.effect, found?.rule.pattern], ['allow', '^frob it$']);
      assert.equal(found?.evidence.questionsSaved, 6);
      assert.deepEqual(found.evidence.answers, { refused: 0, approved: 6, sessions: 0, days: 3 });
      assert.equal(
        found.rule.reason,
        'You approved this 6 times on 3 days and never refused it; it would have saved 6 questions.',
      );
    });

    it('proposes nothing after two days, four questions, or one refusal', () => {
      for (const answers of [
        answered('frob it', 'approved', 9, 2),
        answered('frob it', 'approved', 4),
        [...answered('frob it', 'approved', 9), ...answered('frob it', 'refused', 1)],
      ]) {
        assert.deepEqual(fromBehaviour(history(...answers)), []);
      }
    });

    it('proposes nothing that the model or a starter rule considers dangerous, or a person labelled', () => {
      for (const command of ['wipeit now a', 'git push --force origin main', 'rm -rf ~']) {
        assert.deepEqual(fromBehaviour(history(...answered(command, 'approved', 9))), []);
      }
      const unsafe = answered('frob it', 'approved', 1).map((one) => ({
        ...one,
        more: { label: 'unsafe' as const },
      }));
      assert.deepEqual(
        fromBehaviour(history(...answered('frob it', 'approved', 9), ...unsafe)),
        [],
      );
    });

    it('allows no command whose effect is not visible in its text', () => {
      for (const command of ['frob $IT', 'frob `it`', 'frob it > /etc/x', 'frob it; frob at']) {
        assert.deepEqual(fromBehaviour(history(...answered(command, 'approved', 9))), []);
      }
    });

    it('chooses the widest supported rung', () => {
      const names = ['a', 'b', 'c'];
      const some = names.flatMap((name) => answered(`frob it ${name}`, 'approved', 3));
      const patterns = (...more: readonly Asked[]) =>
        fromBehaviour(history(...some, ...more)).map(({ rule }) => rule.title);
      assert.deepEqual(patterns(), ['Runs `frob` without options']);
      const refused = answered('frob it z', 'refused', 1);
      assert.deepEqual(patterns(...refused), []);
      const options = ['-a', '-b', '-c', '-d', '-e'].flatMap((flag) =>
        ['x', 'y'].flatMap((name) => answered(`frob it ${flag} ${name}`, 'approved', 3)),
      );
      assert.deepEqual(patterns(...options), ['Runs `frob`, whatever its arguments']);
    });

    it('never allows a program that runs others with any arguments', () => {
      const answers = ['a', 'b', 'c', 'd'].flatMap((name) =>
        answered(`python3 ${name}.py`, 'approved', 5),
      );
      const found = fromBehaviour(history(...answers));
      assert.deepEqual(
        found.map(({ rule }) => rule.pattern),
        ['a', 'b', 'c', 'd'].map((name) => `^python3 ${name}\\.py$`),
      );
    });

    it('counts no saved question if a rule in force decides', () => {
      const commands = history(...answered('frob it', 'approved', 9));
      const rules = [ruleInForce('^frob it$', 'allow')];
      assert.deepEqual(fromBehaviour(commands, { rules }), []);
    });
  });
});
