import recorded from './recorded.json';
import { RecordedPages } from './recordedPages';

/** Recorded from the code that sends the messages: `npx tsx scripts/recordPages.ts --write`. */
export const RECORDED: RecordedPages = RecordedPages.parse(recorded);
