import { commonTexts } from './commonTexts';
import { dashboardTexts } from './dashboardTexts';
import { explainTexts } from './explainTexts';
import { reviewerTexts } from './reviewerTexts';
import { setupTexts } from './setupTexts';

/**
 * All texts of all pages in the display language, by key. The extension passes the table to a page when it loads; pages
 * contain no other texts.
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
