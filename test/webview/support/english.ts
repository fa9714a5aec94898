import { pageTexts } from '../../../src/protocol/texts/pageTexts';
import { setTexts } from '../../../webview-ui/src/common/texts';

let english: string | undefined;

/** Gives the pages their English texts. */
export function setEnglish(): void {
  english ??= JSON.stringify(pageTexts());
  setTexts(english, 'en');
}
