import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAYOUT, type App } from './product';
import type { Stage } from './stages';
import {
  askHook,
  AUTHOR,
  cli,
  HARMLESS,
  homeOf,
  inWindow,
  OWN_RULE,
  STOPPED,
  storageOf,
  type World,
} from './world';

type ReviewKind = Parameters<App['openReview']>[0];

/** Opens a review, reads it, types a wrong word and then the right one, as a user does. */
async function decide(app: App, world: World, kind: ReviewKind, subjectId: string) {
  const session = await app.openReview(kind, subjectId);
  const { diffHash, policyVersion } = session.shown;
  const decision = {
    subjectId,
    diffHash,
    policyVersion,
    author: AUTHOR,
    comment: `${kind} looked at`,
  };
  const before = await app.policies.listRules();
  await assert.rejects(session.apply({ ...decision, typed: 'apply' }), { code: 'wrong-token' });
  assert.deepEqual(await app.policies.listRules(), before);
  const version = await session.apply({ ...decision, typed: world.typed });
  const [entry] = await app.policies.listAudit();
  assert.equal(entry?.action, kind === 'suggestion' ? 'apply' : kind);
  assert.equal(entry.author, AUTHOR);
  assert.equal(entry.comment, decision.comment);
  assert.ok(Date.parse(entry.ts) > 0);
  return version;
}

/** The rules in force and their digest, as a new window reads them. */
const inForce = (world: World) =>
  inWindow(world, async ({ policies }) => {
    const [newest] = await policies.listVersions();
    return { rules: await policies.listRules(), stateHash: newest?.stateHash ?? '' };
  });

const policyFile = (world: World): string => join(storageOf(world), LAYOUT.publishedPolicy);
const database = (world: World): string => join(storageOf(world), LAYOUT.database);
const hookFile = (world: World): string => join(homeOf(world), '.claude', 'settings.json');
const short = (hash: string): string => hash.slice(0, 12);

function hookLine(world: World): string {
  const { hooks } = JSON.parse(readFileSync(hookFile(world), 'utf8')) as {
    hooks: { PreToolUse: readonly { hooks: readonly { command: string }[] }[] };
  };
  return hooks.PreToolUse[0]?.hooks[0]?.command ?? '';
}

/** A guard that decides nothing, in the format of the built guard. */
const LETS_ALL_PASS = `(function (require, module) {
  module.exports = new Proxy({}, { get: () => () => ({ outcome: { stdout: '', stderr: '', exitCode: 0 } }) });
})
`;

/** Changes bytes in the middle of a file, as a failing disk does. */
function flip(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  for (let at = middle; at < middle + 64; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(file, bytes);
}

/** The stages from a proposal to a policy in force, and back. */
export const POLICY_STAGES: readonly Stage[] = [
  {
    name: 'propose',
    prepare: async (world) => {
      const diff = { add: [OWN_RULE], remove: [], meta: {} };
      const { id } = await inWindow(world, ({ policies }) =>
        policies.propose({ proposedBy: AUTHOR, diff }),
      );
      world.proposed = id;
    },
    run: async (world, damage) => {
      await damage();
      return inWindow(world, async ({ policies }) => {
        const pending = await policies.listSuggestions('pending');
        assert.ok(pending.some((suggestion) => suggestion.id === world.proposed));
        assert.equal(pending.length, world.generated.length + 1);
        assert.deepEqual(await policies.listRules(), []);
        return `${pending.length} suggestions wait, 0 rules in force`;
      });
    },
    sabotage: (world) => {
      flip(database(world));
    },
  },
  {
    name: 'apply',
    run: async (world, damage) => {
      await damage();
      await inWindow(world, async (app) => {
        for (const id of [world.proposed, world.generated[0] ?? '']) {
          const { version, stateHash } = await decide(app, world, 'suggestion', id);
          world.versions = [...world.versions, { version, stateHash }];
        }
      });
      const { rules, stateHash } = await inForce(world);
      assert.equal(stateHash, world.versions.at(-1)?.stateHash);
      assert.ok(rules.length >= 2);
      return `${world.versions.length} suggestions applied by APPLY, ${rules.length} rules in force, rules ${short(stateHash)}`;
    },
    sabotage: (world) => {
      world.typed = 'APPLY ';
    },
  },
  {
    name: 'publish',
    run: async (world, damage) => {
      await damage();
      const policy = ['--policy', policyFile(world), '--json', '--'];
      const { policyVersion } = JSON.parse(cli(world, ['check', ...policy, STOPPED], 3)) as {
        policyVersion: string;
      };
      assert.equal(policyVersion, world.versions.at(-1)?.version);
      cli(world, ['check', ...policy, HARMLESS]);
      const text = cli(world, ['explain', '--policy', policyFile(world), '--', STOPPED], 3);
      assert.ok(text.includes(OWN_RULE.pattern), text);
      return `version ${short(policyVersion)} published, 1 command denied and explained, 1 let through`;
    },
    sabotage: (world) => {
      truncateSync(policyFile(world), 200);
    },
  },
  {
    name: 'guard',
    prepare: (world) =>
      inWindow(world, async ({ connections }) => {
        await connections.write(await connections.propose('claude', 'connect'));
      }),
    run: async (world, damage) => {
      await damage();
      const line = hookLine(world);
      const denied = askHook(line, STOPPED);
      assert.equal(denied.decision, 'deny');
      assert.match(
        denied.reason,
        /it destroys infrastructure \(`terraform destroy -auto-approve`\)/,
      );
      assert.match(denied.reason, /Instead: show the plan to the user\./);
      assert.equal(askHook(line, HARMLESS).decision, 'none');
      return '1 command denied and 1 let through by the hook that Claude Code would start';
    },
    sabotage: (world) => {
      const folder = join(storageOf(world), LAYOUT.guard, LAYOUT.guardFormat);
      writeFileSync(join(folder, 'guard.main.js'), LETS_ALL_PASS);
    },
  },
  {
    name: 'decisions',
    run: async (world, damage) => {
      await damage();
      return inWindow(world, async ({ history, agents }) => {
        const isAllThere = async (): Promise<boolean> =>
          (await history.summary()).total === world.rows + 2 && (await agents.list()).length === 1;
        // A window drains the spool in the background.
        for (let tries = 0; !(await isAllThere()); tries += 1) {
          assert.ok(tries < 50, 'what the guard left never came into the history');
          await new Promise((next) => setTimeout(next, 100));
        }
        const events = await history.recent(2);
        assert.deepEqual(
          new Map(events.map(({ command, verdict }) => [command, verdict?.decision])),
          new Map([
            [STOPPED, 'deny'],
            [HARMLESS, 'none'],
          ]),
        );
        return `${events.length} decisions in the history, 1 agent seen`;
      });
    },
    sabotage: (world) => {
      rmSync(join(storageOf(world), LAYOUT.spool), { recursive: true });
    },
  },
  {
    name: 'reject',
    run: async (world, damage) => {
      const id = world.generated[1] ?? '';
      const before = await inForce(world);
      await inWindow(world, async (app) => {
        const session = await app.openReview('suggestion', id);
        const { diffHash } = session.shown;
        await damage();
        await session.reject({ subjectId: id, diffHash, author: AUTHOR, comment: 'too wide' });
        const [rejected] = await app.policies.listSuggestions('rejected');
        assert.equal(rejected?.id, id);
        assert.equal(rejected.reviewedBy, AUTHOR);
      });
      assert.deepEqual(await inForce(world), before);
      return `1 suggestion rejected, rules ${short(before.stateHash)} as before`;
    },
    sabotage: (world) =>
      // In the meantime, another window applies it.
      inWindow(world, async (app) => {
        await decide(app, world, 'suggestion', world.generated[1] ?? '');
      }),
  },
  {
    name: 'rollback',
    prepare: async (world) => {
      const [, second] = world.versions;
      await inWindow(world, (app) => decide(app, world, 'rollback', second?.version ?? ''));
    },
    run: async (world, damage) => {
      await damage();
      const [first] = world.versions;
      const { rules, stateHash } = await inForce(world);
      assert.equal(stateHash, first?.stateHash);
      return `${rules.length} rule in force, rules ${short(stateHash)} as after version 1`;
    },
    sabotage: (world) =>
      inWindow(world, async (app) => {
        await decide(app, world, 'suggestion', world.generated[2] ?? '');
      }),
  },
  {
    name: 'restore',
    prepare: async (world) => {
      const [, second] = world.versions;
      await inWindow(world, (app) => decide(app, world, 'restore', second?.version ?? ''));
    },
    run: async (world, damage) => {
      await damage();
      const [, second] = world.versions;
      const { rules, stateHash } = await inForce(world);
      assert.equal(stateHash, second?.stateHash);
      return `${rules.length} rules in force, rules ${short(stateHash)} as after version 2`;
    },
    sabotage: (world) =>
      inWindow(world, async (app) => {
        await decide(app, world, 'restore', world.versions[0]?.version ?? '');
      }),
  },
  {
    name: 'agents',
    prepare: async (world) => {
      const { id } = await inWindow(world, async ({ agents }) => {
        const agent = await agents.register('Worker');
        await agents.update(agent.id, 'processing_batch_3', 95);
        return agents.setStatus(agent.id, 'blocked', 'waits for a person');
      });
      world.agent = id;
    },
    run: async (world, damage) => {
      await damage();
      const id = world.agent;
      return inWindow(world, async ({ agents }) => {
        const agent = (await agents.list()).find((other) => other.id === id);
        const { name, status, lastAction, lastScore } = agent ?? {};
        const expected = ['Worker', 'blocked', 'processing_batch_3', 95];
        assert.deepEqual([name, status, lastAction, lastScore], expected);
        await agents.unregister(id);
        const left = await agents.list();
        assert.ok(left.every((other) => other.id !== id));
        return `1 agent registered, updated, blocked and unregistered, ${left.length} left`;
      });
    },
    sabotage: (world) =>
      inWindow(world, async ({ agents }) => {
        for (const { id } of await agents.list()) await agents.unregister(id);
      }),
  },
  {
    name: 'export',
    prepare: async (world) => {
      const csv = join(world.folder, 'export.csv');
      world.exported = await inWindow(world, ({ history }) => history.exportCsv(csv));
    },
    run: async (world, damage) => {
      await damage();
      const csv = join(world.folder, 'export.csv');
      const written = world.exported;
      assert.equal(written, world.rows + 2);
      const other: World = { ...world, folder: join(world.folder, 'other') };
      const { imported, skipped } = await inWindow(other, ({ history }) => history.importCsv(csv));
      assert.deepEqual({ imported, skipped }, { imported: written, skipped: 0 });
      return `${written} commands written, and read again on another machine`;
    },
    sabotage: (world) => {
      const csv = join(world.folder, 'export.csv');
      truncateSync(csv, readFileSync(csv).length - 40);
    },
  },
  {
    name: 'audit',
    run: async (world, damage) => {
      await damage();
      return inWindow(world, async ({ policies }) => {
        const entries = await policies.listAudit();
        const versions = await policies.listVersions();
        const count = (action: string): number =>
          entries.filter((entry) => entry.action === action && entry.author !== '').length;
        const actions = ['propose', 'apply', 'reject', 'rollback', 'restore'];
        const proposals = world.generated.length + 1;
        assert.deepEqual(actions.map(count), [proposals, 2, 1, 1, 1]);
        for (const [at, { hash }] of versions.slice(1).entries()) {
          assert.equal(versions[at]?.prevHash, hash);
        }
        return `${entries.length} entries, ${versions.length} versions in one chain`;
      });
    },
    sabotage: (world) => {
      flip(database(world));
      for (const name of readdirSync(join(storageOf(world), LAYOUT.backups))) {
        rmSync(join(storageOf(world), LAYOUT.backups, name));
      }
    },
  },
];
