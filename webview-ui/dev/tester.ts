/** The tester: the pages with one fake extension, its state and its log. */
import { FakeHost, PAGE_NAMES as PAGES, type PageName, type ToPage } from './fakeHost';
import { SCENES, sceneOf } from './scenes';
import { THEME_NAMES } from './themes';

let host = start();

fill('scene', SCENES);
fill('theme', THEME_NAMES);
for (const id of ['scene', 'theme']) element(id, HTMLSelectElement).onchange = restart;
element('width', HTMLSelectElement).onchange = () => {
  const width = element('width', HTMLSelectElement).value;
  for (const page of PAGES)
    element(page, HTMLIFrameElement).style.width = width === '' ? '' : `${width}px`;
};
element('restart', HTMLButtonElement).onclick = restart;
element('nonsense', HTMLButtonElement).onclick = () => {
  for (const page of PAGES) send(page, { type: 'show', review: '<b>nonsense</b>' });
};
element('clear', HTMLButtonElement).onclick = () => {
  element('log', HTMLOListElement).replaceChildren();
};
window.addEventListener(
  'message',
  (event: MessageEvent<{ page?: PageName; message?: unknown }>) => {
    const page = PAGES.find((name) => name === event.data.page);
    if (page === undefined || event.source !== element(page, HTMLIFrameElement).contentWindow)
      return;
    log('from-page', `${page} → host`, event.data.message);
    try {
      host.receive(page, event.data.message);
    } catch (error) {
      log('fault', 'host refused', error instanceof Error ? error.message : error);
    }
    showState();
  },
);
restart();

function start(): FakeHost {
  return new FakeHost(sceneOf(element('scene', HTMLSelectElement).value), post);
}

function restart(): void {
  host = start();
  const theme = element('theme', HTMLSelectElement).value;
  for (const page of PAGES) element(page, HTMLIFrameElement).src = `/frame/${page}?theme=${theme}`;
  showState();
}

function post(page: PageName, message: ToPage): void {
  log('to-page', `host → ${page}`, message);
  send(page, message);
}

function send(page: PageName, message: unknown): void {
  element(page, HTMLIFrameElement).contentWindow?.postMessage(message, '*');
}

function showState(): void {
  list(
    'policy',
    host.rules.map((rule) => `${rule.effect} ${rule.pattern}`),
  );
  const { review } = host;
  list(
    'suggestions',
    review === undefined
      ? ['none']
      : [
          `${review.kind} ${review.subjectId}: ${review.status}, +${review.add.length} −${review.remove.length}`,
        ],
  );
  list(
    'agents',
    host.agents.map((agent) => `${agent.name}: ${agent.status}`),
  );
}

function list(id: string, lines: readonly string[]): void {
  const items = lines.map((line) => {
    const item = document.createElement('li');
    item.textContent = line;
    return item;
  });
  document.getElementById(id)?.replaceChildren(...items);
}

function log(kind: 'from-page' | 'to-page' | 'fault', what: string, data: unknown): void {
  const line = document.createElement('li');
  line.className = kind;
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  line.textContent = `${new Date().toISOString().slice(11, 23)} ${what} ${text.slice(0, 400)}`;
  element('log', HTMLOListElement).append(line);
  line.scrollIntoView({ block: 'end' });
}

function fill(id: string, names: readonly string[]): void {
  element(id, HTMLSelectElement).replaceChildren(...names.map((name) => new Option(name)));
}

function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The tester page has no ${kind.name} "${id}".`);
  return found;
}
