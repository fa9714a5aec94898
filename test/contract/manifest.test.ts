import * as assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { COMMAND, CONTEXT, PANEL, VIEW, VIEW_CONTAINER, VIEW_ITEM } from '../../src/contributions';
import { CommandArgs } from '../../src/commands/commandArguments';
import { readSettings, SETTINGS } from '../../src/settings';
import { manifestTexts, readManifest } from '../support/manifest';

const Menu = z.object({ command: z.string(), when: z.string().optional() });
const Manifest = z.object({
  icon: z.string(),
  activationEvents: z.array(z.string()),
  contributes: z.object({
    commands: z.array(
      z.object({
        command: z.string(),
        title: z.string(),
        category: z.string(),
        enablement: z.string().optional(),
      }),
    ),
    menus: z.record(z.string(), z.array(Menu)),
    views: z.record(z.string(), z.array(z.object({ id: z.string(), name: z.string() }))),
    viewsContainers: z.object({
      activitybar: z.array(z.object({ id: z.string(), icon: z.string() })),
    }),
    viewsWelcome: z.array(z.object({ view: z.string(), when: z.string(), contents: z.string() })),
    walkthroughs: z.array(
      z.object({
        steps: z.array(
          z.object({
            description: z.string(),
            media: z.object({ svg: z.string(), altText: z.string() }),
            completionEvents: z.array(z.string()),
          }),
        ),
      }),
    ),
    configuration: z.array(
      z.object({ properties: z.record(z.string(), z.record(z.string(), z.unknown())) }),
    ),
    jsonValidation: z.array(z.object({ fileMatch: z.string(), url: z.string() })),
  }),
});

const manifest = Manifest.parse(readManifest());
const { commands, menus, views, viewsWelcome, walkthroughs } = manifest.contributes;
const ids: readonly string[] = Object.values(COMMAND);
const sorted = (values: Iterable<string>): readonly string[] => [...values].sort();

/** All texts that may name context keys, and all links to commands. */
const clauses = [
  ...Object.values(menus)
    .flat()
    .map(({ when }) => when ?? ''),
  ...viewsWelcome.map(({ when }) => when),
  ...commands.map(({ enablement }) => enablement ?? ''),
];
const texts = [
  ...viewsWelcome.map(({ contents }) => contents),
  ...walkthroughs.flatMap(({ steps }) => steps.map(({ description }) => description)),
];

describe('package.json and contributions.ts', () => {
  it('name the same commands', () => {
    assert.deepEqual(sorted(commands.map(({ command }) => command)), sorted(ids));
  });

  it('name the same views in the same container', () => {
    const named = (views[VIEW_CONTAINER] ?? []).map(({ id }) => id);
    assert.deepEqual(sorted(named), sorted(Object.values(VIEW)));
    assert.deepEqual(Object.keys(views), [VIEW_CONTAINER]);
    assert.deepEqual(
      manifest.contributes.viewsContainers.activitybar.map(({ id }) => id),
      [VIEW_CONTAINER],
    );
  });

  it('restore every panel after a reload', () => {
    const events = manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel:'));
    assert.deepEqual(
      sorted(events),
      sorted(Object.values(PANEL).map((id) => `onWebviewPanel:${id}`)),
    );
  });

  it('use only known commands in menus, welcome views and walkthroughs', () => {
    const linked = texts.flatMap((text) =>
      [...text.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id ?? ''),
    );
    const completing = walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ completionEvents }) =>
        completionEvents.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.slice(1) ?? []),
      ),
    );
    const used = [
      ...Object.values(menus)
        .flat()
        .map(({ command }) => command),
      ...linked,
      ...completing,
    ];
    assert.ok(linked.length > 5);
    assert.deepEqual(
      used.filter((id) => !ids.includes(id)),
      [],
    );
  });

  it('use exactly the context keys that are set', () => {
    const viewIds: readonly string[] = [...Object.values(VIEW), ...Object.values(PANEL)];
    const asked = new Set(
      clauses
        .flatMap((clause) => clause.match(/rulewright\.\w+/g) ?? [])
        .filter((key) => !viewIds.includes(key)),
    );
    assert.deepEqual(sorted(asked), sorted(Object.values(CONTEXT)));
  });

  it('use only view items of existing rows in menus', () => {
    const known: readonly string[] = Object.values(VIEW_ITEM);
    const asked = clauses.flatMap((clause) =>
      [...clause.matchAll(/viewItem (?:== |=~ \/\^)([\w.]+)/g)].map(([, item]) => item ?? ''),
    );
    assert.deepEqual(sorted(new Set(asked)), sorted(known));
  });

  it('define a welcome view for each empty view', () => {
    assert.deepEqual(
      sorted(new Set(viewsWelcome.map(({ view }) => view))),
      sorted(Object.values(VIEW)),
    );
  });

  it('define a welcome text for each view while the policy is opening and after a failure', () => {
    for (const view of Object.values(VIEW)) {
      const whens = viewsWelcome.filter((welcome) => welcome.view === view).map(({ when }) => when);
      assert.ok(whens.includes('!rulewright.ready && !rulewright.failed'), view);
      // The view of suggestions shows the error itself, and a welcome text would hide it.
      assert.equal(whens.includes('rulewright.failed'), view !== VIEW.suggestions, view);
    }
  });

  it('allow every command to be run without arguments, as the palette does', () => {
    for (const id of Object.values(COMMAND)) assert.ok(CommandArgs[id].safeParse([]).success, id);
  });

  it('write titles as VS Code does: Title Case, one category', () => {
    for (const { title, category } of commands) {
      assert.equal(category, 'Rulewright', title);
      assert.match(title, /^[A-Z]/, title);
      assert.doesNotMatch(title, /\.$|\p{Emoji_Presentation}/u, title);
    }
    assert.equal(new Set(commands.map(({ title }) => title)).size, commands.length);
  });

  it('document every command with its arguments for callers', () => {
    const text = readFileSync('docs/commands.md', 'utf8');
    assert.deepEqual(
      ids.filter((id) => !text.includes(`\`${id}\``)),
      [],
    );
  });

  it('refer only to existing files', () => {
    const files = [
      manifest.icon,
      ...manifest.contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
      ...manifest.contributes.jsonValidation.map(({ url }) => url),
    ];
    assert.deepEqual(
      files.filter((file) => !existsSync(file)),
      [],
    );
  });
});

describe('package.json and package.nls.json', () => {
  const text = readFileSync('package.json', 'utf8');
  const asked = new Set([...text.matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key ?? ''));

  it('have the same keys', () => {
    assert.ok(asked.size > 80);
    assert.deepEqual(sorted(Object.keys(manifestTexts)), sorted(asked));
  });

  it('keep all user-visible texts out of package.json', () => {
    const fields = ['title', 'name', 'contents', 'description', 'markdownDescription', 'altText'];
    const { contributes } = z.object({ contributes: z.unknown() }).parse(JSON.parse(text));
    const written: string[] = [];
    JSON.stringify(contributes, (field, value: unknown) => {
      const isText = fields.includes(field) || field === 'category' || field === 'contextualTitle';
      if (isText && typeof value === 'string' && !value.startsWith('%')) written.push(value);
      return value;
    });
    assert.deepEqual(written, []);
  });
});

describe('package.json and settings.ts', () => {
  const properties = Object.assign(
    {},
    ...manifest.contributes.configuration.map((group) => group.properties),
  ) as Record<string, Record<string, unknown>>;
  const settings = Object.values(SETTINGS);

  it('name the same settings', () => {
    assert.deepEqual(sorted(Object.keys(properties)), sorted(settings.map(({ id }) => id)));
  });

  for (const { id, schema, default: value } of settings) {
    it(`agree on ${id}`, () => {
      const property = properties[id] ?? {};
      assert.deepEqual(property['default'], value);
      const json: Record<string, unknown> = { ...z.toJSONSchema(schema) };
      for (const key of ['type', 'enum', 'minimum', 'maximum', 'maxLength']) {
        assert.deepEqual(property[key], json[key], `${id} ${key}`);
      }
    });

    it(`prevent workspace settings from changing ${id}`, () => {
      assert.equal(properties[id]?.['scope'], 'machine');
    });
  }
});

describe('readSettings', () => {
  it('returns the default for missing and invalid values', () => {
    const read = readSettings((id) => (id === SETTINGS.onError.id ? 'allow' : undefined));
    assert.equal(read.onError, 'deny');
    assert.equal(read.retentionDays, 90);
    assert.equal(read.record, false);
  });

  it("returns the user's value", () => {
    const read = readSettings((id) => (id === SETTINGS.onError.id ? 'ask' : undefined));
    assert.equal(read.onError, 'ask');
  });
});
