/** Runs in a page before its own script and replaces VS Code's API, alone or inside the tester. */
import { FromPage } from '../../src/protocol/draft';
import { FakeHost, PAGE_NAMES, type PageName, type ToPage } from './fakeHost';
import { sceneOf } from './scenes';
import { applyTheme, THEME_NAMES, type ThemeName } from './themes';

declare global {
  interface Window {
    acquireVsCodeApi: unknown;
    /** Everything the page sent, for tests. */
    sentMessages: unknown[];
  }
}

const query = new URLSearchParams(location.search);
const page: PageName = PAGE_NAMES.find((name) => location.pathname.endsWith(name)) ?? 'reviewer';
const theme = themeOf(query.get('theme'));

window.sentMessages = [];
applyTheme(document, theme);
const post = window.parent === window ? alone() : insideTester();
let draft = '';
window.acquireVsCodeApi = () => ({
  postMessage: (message: unknown) => {
    const { data } = FromPage.safeParse(message);
    if (data === undefined) {
      window.sentMessages.push(message);
      post(message);
    } else if (data.type === 'saveDraft') draft = data.draft;
    else window.postMessage({ type: 'draft', draft }, '*');
  },
});

function alone(): (message: unknown) => void {
  const post = (_: PageName, message: ToPage): void => {
    window.postMessage(message, '*');
  };
  const host = new FakeHost(sceneOf(query.get('scene')), post);
  return (message) => {
    host.receive(page, message);
  };
}

function insideTester(): (message: unknown) => void {
  return (message) => {
    window.parent.postMessage({ page, message }, '*');
  };
}

function themeOf(name: string | null): ThemeName {
  return THEME_NAMES.find((known) => known === name) ?? 'dark';
}
