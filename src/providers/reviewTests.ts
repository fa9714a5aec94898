import * as l10n from '@vscode/l10n';
import type { App, ReviewSession } from '../app';
import type { OpenBacktest } from '../app/ports';
import { isRulewrightError, RulewrightError } from '../core/errors';
import type { RunControl } from '../core/ports';
import { createQueue } from '../core/queue';
import type { HistoryHit, RuleToTest } from '../core/liveBacktest';
import {
  HITS_PER_PAGE,
  isSuggested,
  type FromReviewer,
  type TestedRule,
  type TestMessage,
  type ToReviewer,
} from '../protocol/reviewer';
import type { ErrorText } from './errorReport';
import { rulesAdded } from './reviewMessage';
import { fromHome } from './nodes/nodeTexts';
import { ReviewReading } from './reviewReading';
import { sourceName } from './sourceName';

/** The dependencies of the tests of a review. */
interface TestHost {
  readonly source: { get(): Promise<App> };
  explain(error: unknown): ErrorText;
}

const FIRST_HITS = { from: 0, limit: HITS_PER_PAGE };

type Message<T extends FromReviewer['type']> = Extract<FromReviewer, { type: T }>;

/**
 * Tests the rules of the change shown on a page: added rules, as proposed or as edited on the page, and removed rules.
 * A new test of a rule replaces the previous one. While the history is being read, all rules are tested repeatedly on
 * more of it.
 */
export class ReviewTests {
  private backtest: OpenBacktest | undefined;
  private reading: ReviewReading | undefined;
  /** The current rules that the page requested tests for, by index. */
  private readonly asked = new Map<number, TestedRule>();
  private readonly running = new Map<number, AbortController>();
  private deciding: AbortController | undefined;
  /** Other spellings are tested for one rule at a time, so that a test never waits for many of them. */
  private readonly trials = createQueue();

  constructor(
    private readonly host: TestHost,
    private readonly post: (message: ToReviewer) => void,
    private readonly shown: () => ReviewSession['shown'] | undefined,
  ) {}

  async handle(message: TestMessage): Promise<void> {
    switch (message.type) {
      case 'test':
        return this.test(message.rules);
      case 'stopReading':
        return this.stop();
      case 'readOn':
        return this.readOn(this.change());
      case 'hits':
        return this.hits(message);
      case 'bypasses':
        return this.testBypasses(message.rule);
      case 'exclude':
        return this.exclude(message.rule, message.command);
      case 'decide':
        return this.decide(message);
      case 'labelHit':
        return this.label(message.command, message.label);
    }
  }

  private async test(rules: readonly TestedRule[]): Promise<void> {
    const shown = this.change();
    for (const rule of rules) editOf(shown, rule);
    for (const rule of rules) this.asked.set(rule.at, rule);
    const [first, ...others] = rules;
    // Only an edit in the page tests a single rule. The tests of all rules when a page opens are kept.
    const typed = others.length === 0 ? first : undefined;
    const { signal } = typed === undefined ? new AbortController() : this.startOf(typed);
    if (this.reading?.isTested !== true) return this.readOn(shown);
    const tested = this.partialTest(shown, rules, { signal });
    // In the same turn, so that nothing happens between the test and reading the hits for the page.
    const listed =
      typed === undefined ? undefined : this.partialHits(shown, typed, FIRST_HITS, { signal });
    await Promise.all([tested, listed]);
  }

  private async partialTest(
    shown: ReviewSession['shown'],
    rules: readonly TestedRule[],
    run: RunControl,
  ): Promise<void> {
    const edits = rules.map((rule) => editOf(shown, rule));
    await this.answer(shown, rules, async (backtest) => {
      const results = await backtest.partialTest(edits, run);
      const answered = rules.flatMap((rule, at) => {
        const result = results[at];
        return result === undefined ? [] : [{ ...rule, result }];
      });
      return { type: 'tested', subjectId: shown.subjectId, rules: answered };
    });
  }

  /** Reads the history to its end and tests all rules on it. */
  private async readOn(shown: ReviewSession['shown']): Promise<void> {
    try {
      await this.readingOf(shown).toEnd();
    } catch (error) {
      this.failed(shown, [...this.asked.values()], error);
    }
  }

  private readingOf(shown: ReviewSession['shown']): ReviewReading {
    this.expectShown(shown);
    const { subjectId } = shown;
    return (this.reading ??= new ReviewReading({
      backtest: async () => this.opened(await this.host.source.get(), shown),
      test: (run) => this.partialTest(shown, [...this.asked.values()], run),
      onRead: (read) => {
        this.notify(subjectId, { type: 'reading', subjectId, read, state: 'running' });
      },
    }));
  }

  /** The rest of the history is read only at the user's request. */
  private async stop(): Promise<void> {
    const { subjectId } = this.change();
    const { reading } = this;
    if (reading?.read === undefined || reading.isWhole) return;
    await reading.stop();
    this.notify(subjectId, { type: 'reading', subjectId, read: reading.read, state: 'stopped' });
  }

  private async hits({ rule, ...which }: Message<'hits'>): Promise<void> {
    await this.partialHits(this.change(), rule, which, {});
  }

  private async partialHits(
    shown: ReviewSession['shown'],
    rule: TestedRule,
    { from, limit }: Pick<Message<'hits'>, 'from' | 'limit'>,
    run: RunControl,
  ): Promise<void> {
    const edit = editOf(shown, rule);
    await this.answer(shown, [rule], async (backtest) => {
      const page = await backtest.partialHits(edit, from, limit, run);
      const hits = page.hits.map(named);
      return { type: 'hits', subjectId: shown.subjectId, rule, page: { ...page, hits } };
    });
  }

  /**
   * Tests other spellings of the commands that a rule is intended to stop, until the rule is edited. The intended
   * commands depend on the whole history.
   */
  private async testBypasses(rule: TestedRule): Promise<void> {
    const shown = this.change();
    const edit = editOf(shown, rule);
    const examples = rulesAdded(shown)[rule.at]?.match ?? [];
    const { signal } = this.startOf(rule);
    await this.trials(() =>
      this.answer(shown, [rule], async (backtest) => {
        await this.readingOf(shown).toEnd();
        const bypasses = await backtest.testBypasses(edit.rule, examples, { signal });
        return { type: 'bypasses', subjectId: shown.subjectId, rule, bypasses };
      }),
    );
  }

  /** Narrows an editable rule so that it no longer matches a hit, until the rule is edited. */
  private async exclude(rule: TestedRule, command: string): Promise<void> {
    const shown = this.change();
    editOf(shown, rule);
    const { at, pattern, effect } = rule;
    const { signal } = this.startOf(rule);
    await this.answer(shown, [rule], async (backtest) => {
      await this.readingOf(shown).toEnd();
      const result = await backtest.exclude({ pattern, effect }, command, { signal });
      const { subjectId } = shown;
      return { type: 'excluded', subjectId, rule: { at, pattern, effect }, command, result };
    });
  }

  /** Counts the decisions about what was read, before and after the chosen part of the change. */
  private async decide({ enforced, kept }: Message<'decide'>): Promise<void> {
    const shown = this.change();
    const removed = new Set(shown.removedRules.map(({ id }) => id));
    for (const id of kept) removed.delete(id);
    const before = shown.current.filter(({ mode }) => mode === 'enforce');
    const added = enforced.map((rule) => editOf(shown, rule).rule);
    const remaining = before.filter(({ id }) => !removed.has(id));
    this.deciding?.abort();
    const { signal } = (this.deciding = new AbortController());
    await this.answer(shown, [], async (backtest) => {
      const decided = await backtest.partialDecisions(
        before.map(patternAndEffect),
        [...remaining.map(patternAndEffect), ...added],
        { signal },
      );
      return { type: 'decided', subjectId: shown.subjectId, decided };
    });
  }

  private async label(command: string, label: Message<'labelHit'>['label']): Promise<void> {
    const shown = this.change();
    const app = await this.host.source.get();
    await this.opened(app, shown).label(command, label, await app.author());
    this.post({ type: 'labelled', command, label });
  }

  /** Cancels running work for this rule. */
  private startOf({ at }: TestedRule): AbortController {
    this.running.get(at)?.abort();
    const control = new AbortController();
    this.running.set(at, control);
    return control;
  }

  /** Cancels all tests. The next test reads the history again. */
  close(): void {
    for (const control of this.running.values()) control.abort();
    this.running.clear();
    this.deciding?.abort();
    this.asked.clear();
    this.reading?.close();
    this.reading = undefined;
    void this.backtest?.close();
    this.backtest = undefined;
  }

  private async answer(
    shown: ReviewSession['shown'],
    rules: readonly TestedRule[],
    ask: (backtest: OpenBacktest) => Promise<ToReviewer>,
  ): Promise<void> {
    try {
      const app = await this.host.source.get();
      this.notify(shown.subjectId, await ask(this.opened(app, shown)));
    } catch (error) {
      this.failed(shown, rules, error);
    }
  }

  private failed(
    { subjectId }: ReviewSession['shown'],
    rules: readonly TestedRule[],
    error: unknown,
  ): void {
    if (isRulewrightError(error, 'cancelled')) return;
    const failure = this.host.explain(error);
    this.notify(subjectId, { type: 'testFailed', subjectId, rules: [...rules], ...failure });
  }

  /** Sends a message to the page if it still shows the subject. */
  private notify(subjectId: string, message: ToReviewer): void {
    if (this.shown()?.subjectId === subjectId) this.post(message);
  }

  private opened(app: App, shown: ReviewSession['shown']): OpenBacktest {
    this.expectShown(shown);
    const removed = shown.removedRules.map(({ id }) => id);
    return (this.backtest ??= app.openBacktest(suggestionsOf(shown), removed));
  }

  /** Throws `cancelled` if the page shows another change since: the history is then read for that one. */
  private expectShown(shown: ReviewSession['shown']): void {
    if (this.shown() === shown) return;
    throw new RulewrightError('cancelled', l10n.t('Cancelled.'));
  }

  private change(): ReviewSession['shown'] {
    const shown = this.shown();
    if (shown?.status === 'pending') return shown;
    throw new RulewrightError('invalid-input', l10n.t('This review is not open.'), {
      hint: l10n.t('Refresh it first.'),
    });
  }
}

/** A hit with its sources and folders as people write them. */
function named(hit: HistoryHit): HistoryHit {
  const { sources, folders } = hit;
  return {
    ...hit,
    ...(sources === undefined ? {} : { sources: sources.map(sourceName) }),
    ...(folders === undefined ? {} : { folders: folders.map((folder) => fromHome(folder)) }),
  };
}

function patternAndEffect({ pattern, effect }: RuleToTest): RuleToTest {
  return { pattern, effect };
}

/** The ids of the suggestions that a review decides on; empty for a rollback or restore. */
export function suggestionsOf({
  suggestion,
  joint,
}: Pick<ReviewSession['shown'], 'suggestion' | 'joint'>): readonly string[] {
  const all = joint?.suggestions ?? (suggestion === undefined ? [] : [suggestion]);
  return all.map(({ id }) => id);
}

/**
 * The rule to test, and its original if it was edited. Throws `invalid-input` for an index that is not in the change
 * and for an edit of a rule that cannot be edited.
 */
function editOf(shown: ReviewSession['shown'], { at, pattern, effect }: TestedRule) {
  const rules: readonly RuleToTest[] = [...rulesAdded(shown), ...shown.removedRules];
  const before = rules[at];
  const rule = { pattern, effect };
  const isEdited = pattern !== before?.pattern || effect !== before.effect;
  const mayEdit = isSuggested(shown) && at < shown.diff.add.length;
  if (before === undefined || (isEdited && !mayEdit)) {
    throw new RulewrightError(
      'invalid-input',
      l10n.t('The selection does not match the suggestion.'),
      {
        hint: l10n.t('Open the review again.'),
      },
    );
  }
  return isEdited ? { rule, before: { pattern: before.pattern, effect: before.effect } } : { rule };
}
