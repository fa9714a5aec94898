import { pageTexts } from '../../../src/protocol/texts/pageTexts';
import { setTexts } from '../../../webview-ui/src/common/texts';

/** Gives the pages their English texts. */
export function setEnglish(): void {
  setTexts(JSON.stringify(pageTexts()), 'en');
}
