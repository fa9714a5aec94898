import type { LabelledCommand } from '../../src/core/event';
import type { OtherRule, TestedEdit } from '../../src/core/liveBacktest';
import { openLiveHistory, type LiveHistory } from '../../src/ml/rules/liveBacktest';
import type { Review, TestedRule, TestMessage, ToReviewer } from '../../src/protocol/reviewer';
import { RECORDED } from './recorded';
import type { Scene } from './scenes';

/** Tests rules on the recorded history, as the extension's worker thread does. */
export class FakeTests {
  private live: LiveHistory | undefined;

  constructor(
    private readonly scene: Scene,
    private readonly post: (message: ToReviewer) => void,
  ) {}

  answer(message: TestMessage, review: Review | undefined): void {
    if (review === undefined || this.scene === 'busy') return;
    const { subjectId } = review;
    const live = (this.live ??= openLiveHistory(recordedCommands(this.scene), othersOf(review)));
    switch (message.type) {
      // The recorded history is read at once.
      case 'stopReading':
      case 'readOn':
        return;
      case 'test': {
        const read = live.read(() => false);
        const results = live.test(message.rules.map((rule) => editOf(review, rule)));
        const rules = message.rules.flatMap((rule, at) => {
          const result = results[at];
          return result === undefined ? [] : [{ ...rule, result }];
        });
        this.post({ type: 'tested', subjectId, rules });
        this.post({ type: 'reading', subjectId, read, state: 'running' });
        return;
      }
      case 'hits': {
        const { rule, from, limit } = message;
        const page = live.hits(editOf(review, rule), from, limit);
        this.post({ type: 'hits', subjectId, rule, page });
        return;
      }
      case 'bypasses': {
        const { rule } = message;
        const bypasses = live.testBypasses(rule, review.add[rule.at]?.match ?? []);
        this.post({ type: 'bypasses', subjectId, rule, bypasses });
        return;
      }
      case 'exclude': {
        const { rule, command } = message;
        const { pattern, effect } = rule;
        const result = live.exclude({ pattern, effect }, command);
        this.post({ type: 'excluded', subjectId, rule, command, result });
        return;
      }
      case 'decide': {
        const removedIds = new Set(review.remove.map(({ id }) => id));
        for (const id of message.kept) removedIds.delete(id);
        const before = review.inForce.filter(({ mode }) => mode === 'enforce');
        const after = [...before.filter(({ id }) => !removedIds.has(id)), ...message.enforced];
        this.post({ type: 'decided', subjectId, decided: live.decide(before, after) });
        return;
      }
      case 'labelHit': {
        const { command, label } = message;
        live.label(command, label);
        this.post({ type: 'labelled', command, label });
        return;
      }
    }
  }
}

function editOf({ add }: Review, { at, pattern, effect }: TestedRule): TestedEdit {
  return { rule: { pattern, effect }, before: add[at] };
}

function othersOf({ inForce, remove }: Review): readonly OtherRule[] {
  const remaining = inForce.filter(({ id }) => !remove.some((removed) => removed.id === id));
  return remaining.map((rule) => ({ ...rule, place: 'inForce' }));
}

/** The commands of the recorded history; in the large scene, many more of the same kind. */
function recordedCommands(scene: Scene): readonly LabelledCommand[] {
  const { later } = RECORDED;
  const history = scene === 'hostile' ? later.hostileHistory : later.history;
  if (history.state !== 'ready') return [];
  const rows = history.rows.map(({ command, label = 'unknown' }) => ({ command, label, count: 1 }));
  if (scene !== 'large') return rows;
  return Array.from({ length: 1200 }, (_, at) => rows[at % rows.length]).flatMap((row, at) =>
    row === undefined ? [] : [{ ...row, command: `${row.command} #${at}` }],
  );
}
