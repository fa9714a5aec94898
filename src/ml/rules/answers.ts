import type { AnswerTotals } from '../../core/evidence';
import { joinedDates } from '../../core/labelHint';
import type { AnswerDates } from '../../core/event';
import type { DataRow } from '../dataset/dataset';

/** People's answers about any of these commands; undefined if there are none. */
export function answersOf(rows: readonly DataRow[]): AnswerTotals | undefined {
  const asked = rows.filter(({ answers }) => answers !== undefined);
  if (asked.length === 0) return undefined;
  const dates = asked.reduce<AnswerDates | undefined>(
    (all, one) => joinedDates(all, one.answerDates),
    undefined,
  );
  return {
    refused: asked.reduce((sum, { answers }) => sum + (answers?.refused ?? 0), 0),
    approved: asked.reduce((sum, { answers }) => sum + (answers?.approved ?? 0), 0),
    sessions: dates?.refusedIn.length ?? 0,
    days: dates?.approvedOn.length ?? 0,
  };
}
