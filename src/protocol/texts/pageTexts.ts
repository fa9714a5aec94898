import { commonTexts } from './commonTexts';
import { dashboardTexts } from './dashboardTexts';
import { explainTexts } from './explainTexts';
import { reviewerTexts } from './reviewerTexts';
import { setupTexts } from './setupTexts';

/**
 * Every text of all pages in the display language, by its key. The extension hands the table to a page at its start;
 * pages have no other texts of their own.
 */
export function pageTexts() {
  return {
    ...commonTexts(),
    ...dashboardTexts(),
    ...reviewerTexts(),
    ...setupTexts(),
    ...explainTexts(),
  } as const;
}
export type PageTexts = ReturnType<typeof pageTexts>;
