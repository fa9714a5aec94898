import * as assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Agent } from '../../../src/core/agent';
import { CommandArgs } from '../../../src/commands/commandArguments';
import { COMMAND } from '../../../src/contributions';
import { modeSwitch, type PolicyDiff } from '../../../src/core/diff';
import { appliedBefore } from '../../../src/core/appliedBefore';
import { evidenceOfDiff } from '../../../src/core/evidence';
import type { Rule } from '../../../src/core/rule';
import { ruleCategories } from '../../../src/core/ruleCategories';
import type { Suggestion } from '../../../src/core/suggestion';
import type { PolicyVersion } from '../../../src/core/version';
import type { HostConnection } from '../../../src/core/agentHost';
import type { LastDenial } from '../../../src/providers/lastDenials';
import { type AgentFacts, agentNodes } from '../../../src/providers/nodes/agentNodes';
import { builtInNodes } from '../../../src/providers/nodes/builtInNodes';
import { hostNodes, lostConnection } from '../../../src/providers/nodes/hostNodes';
import { versionNodes, type VersionRows } from '../../../src/providers/nodes/versionNodes';
import { ruleNodes } from '../../../src/providers/nodes/ruleNodes';
import { diffTitle, suggestionNodes } from '../../../src/providers/nodes/suggestionNodes';
import { commandCount, pendingCount } from '../../../src/providers/nodes/terms';
import {
  fromHome,
  oneLine,
  percent,
  when,
  withoutMiddle,
} from '../../../src/providers/nodes/nodeTexts';
import type { TooltipLine, ViewNode } from '../../../src/providers/viewNode';

const TS = '2026-01-02T03:04:05.000Z';

const aRule = (rule: Partial<Rule> = {}): Rule => ({
  id: 'r1',
  pattern: 'rm -rf',
  effect: 'deny',
  addedBy: 'Ada',
  confidence: 0.9,
  ts: TS,
  mode: 'enforce',
  reason: '',
  ...rule,
});

const aSuggestion = (diff: Partial<PolicyDiff>): Suggestion => ({
  id: 's1',
  proposedBy: 'trainer',
  proposedAt: TS,
  diff: { add: [], remove: [], meta: {}, ...diff },
  diffHash: 'h',
  status: 'pending',
});

const text = (lines: readonly TooltipLine[]): string =>
  lines
    .map((line) =>
      typeof line === 'string' ? line : 'code' in line ? `[${line.code}]` : line.title,
    )
    .join('\n');

describe('suggestionNodes', () => {
  const evidence = {
    unsafeHits: 12,
    safeHits: 1,
    unknownHits: 0,
    templates: 3,
    precision: 0.92,
    unsafeExamples: [],
    safeExamples: [],
  };
  const diff = { add: [{ pattern: 'mkfs', effect: 'deny' as const, score: 0.87 }] };

  it('describe the effect of a single rule, its confidence and its hits', () => {
    const [node] = suggestionNodes([aSuggestion({ ...diff, meta: { evidence: [evidence] } })], []);
    assert.equal(node?.label, 'Deny mkfs');
    assert.equal(node.description, '87 % · 12 unsafe, 1 safe · trainer');
    assert.match(text(node.tooltip), /hits: 12 unsafe, 1 safe/);
    assert.match(node.accessibleName, /Waits for review/);
  });

  it('show the highest confidence first', () => {
    const sure = { add: [{ pattern: 'dd', effect: 'deny' as const, score: 0.95 }] };
    const unsure = { add: [{ pattern: 'nc', effect: 'deny' as const, score: 0.3 }] };
    const nodes = suggestionNodes([unsure, diff, sure].map(aSuggestion), []);
    assert.deepEqual(
      nodes.map(({ label }) => label),
      ['Deny dd', 'Deny mkfs', 'Deny nc'],
    );
  });

  it('mark suggestions that were applied and rolled back', () => {
    const entry = { ts: TS, author: 'Ada', comment: '', subject: 's1' };
    const applied = appliedBefore([
      { ...entry, seq: 3, action: 'rollback', subject: 'v1' },
      { ...entry, seq: 2, action: 'apply' },
    ]);
    const suggestion = { ...aSuggestion(diff), id: 's1' };
    const [node] = suggestionNodes([suggestion], [], applied);
    assert.match(node?.description ?? '', /rolled back/);
    assert.match(text(node?.tooltip ?? []), /Ada applied this on .*; it was rolled back since\./);
    const [other] = suggestionNodes([{ ...suggestion, id: 's2' }], [], applied);
    assert.doesNotMatch(other?.description ?? '', /rolled back/);
  });

  it('omit Rulewright as author, and show the categories of starter rules', () => {
    const add = ['a', 'b', 'c', 'd'].map((pattern) => ({ pattern, effect: 'deny' as const }));
    const starter = (...titles: (string | null)[]) => {
      const meta = { proposed_by: 'rulewright-starter', rule_categories: titles };
      const suggestion = { ...aSuggestion({ add, meta }), proposedBy: 'rulewright-starter' };
      const [node] = suggestionNodes([suggestion], []);
      return [node?.label, node?.description];
    };
    assert.deepEqual(starter('Git', 'Git', 'Disks', 'Git'), ['Starter rules: Git, Disks', '']);
    assert.deepEqual(starter('A', 'B', 'C', 'D'), ['4 starter rules in 4 categories', '']);
    // Joined with a rule that is not a starter rule.
    assert.deepEqual(starter('A', null, 'C', 'D'), ['Deny a, and 3 more rules', '']);
  });

  it('ignore invalid evidence', () => {
    assert.deepEqual(evidenceOfDiff({ ...diff, remove: [], meta: { evidence: 'lots' } }), []);
    assert.deepEqual(evidenceOfDiff({ ...diff, remove: [], meta: { evidence: [] } }), []);
  });

  it('list the rules of a small change and the first of a larger one', () => {
    const two = [...diff.add, { pattern: 'dd', effect: 'allow' as const }];
    const title = (add: PolicyDiff['add'], remove: readonly string[]): string =>
      diffTitle({ add, remove: [...remove], meta: {} }, [aRule()]);
    assert.equal(title(two, []), 'Deny mkfs; Allow dd');
    assert.equal(title([...two, ...two], ['gone']), 'Deny mkfs, and 3 more rules; Remove 1 rule');
    assert.equal(title([], ['r1']), 'Remove rm -rf');
    assert.equal(title([], ['r1', 'r2']), 'Remove 2 rules');
  });

  it('describe a rule with an unreadable pattern in a sentence', () => {
    const title = (pattern: string, reason: string): string =>
      diffTitle({ add: [{ pattern, effect: 'deny', reason }], remove: [], meta: {} });
    const mined = '(?:^|\\| )(?:sudo )?rm (?:[^|\\n]* )?~';
    assert.equal(title(mined, 'Deletes a home folder.'), 'Deny: deletes a home folder');
    assert.equal(title(mined, 'Deletes a home folder: stops 3.'), 'Deny: deletes a home folder');
    assert.equal(title(mined, '`rm` of `~`: stops 3 commands.'), 'Deny rm of ~');
    assert.equal(title('mkfs', 'Deletes a home folder.'), 'Deny mkfs');
  });

  it('name the rule whose mode changes', () => {
    const rule = aRule({ mode: 'shadow', title: 'Formats a disk' });
    assert.equal(diffTitle(modeSwitch(rule, 'enforce'), [rule]), 'Enforce: formats a disk');
    const back = modeSwitch({ ...rule, mode: 'enforce' }, 'shadow');
    assert.equal(
      diffTitle(back, [{ ...rule, mode: 'enforce' }]),
      'Put in shadow mode: formats a disk',
    );
  });

  it('mark shadow rules', () => {
    const shadow = [{ pattern: 'dd', effect: 'deny' as const, mode: 'shadow' as const }];
    assert.equal(diffTitle({ add: shadow, remove: [], meta: {} }), 'Deny (shadow) dd');
    const ask = [{ pattern: 'dd', effect: 'ask' as const, title: 'Writes to a disk' }];
    assert.equal(diffTitle({ add: ask, remove: [], meta: {} }), 'Ask: writes to a disk');
    const [node] = suggestionNodes([aSuggestion({ add: ask })], []);
    assert.equal(node?.icon.name, 'question');
  });

  it('show patterns of several lines on one line', () => {
    const lines = { add: [{ pattern: 'a\nb\u001b[31m', effect: 'deny' as const }] };
    const [node] = suggestionNodes([aSuggestion(lines)], []);
    // The tree shows the control character.
    assert.equal(node?.label, 'Deny a b\u001b[31m');
  });
});

describe('ruleNodes', () => {
  it('show the reason of a rule with an unreadable pattern', () => {
    const pattern = `(?:^|\\| )(?:sudo )?curl (?:[^|\\n]* )?\\| sh`;
    const [long, short] = ruleNodes(
      [
        aRule({ pattern, reason: '`curl` piped into a shell: stops 3 commands' }),
        aRule({ id: 'r2', reason: 'x' }),
      ],
      new Map(),
    );
    assert.equal(long?.label, 'curl piped into a shell');
    assert.match(text(long.tooltip), /\[\(\?:\^/);
    assert.equal(short?.label, 'rm -rf');
  });

  it('show the title of a rule, and its alternative', () => {
    const rule = aRule({ title: 'Deletes a folder', instead: 'Move it away.', effect: 'ask' });
    const [node] = ruleNodes([rule], new Map());
    assert.equal(node?.label, 'Deletes a folder');
    assert.match(text(node.tooltip), /Instead: Move it away\./);
    const shadow = ruleNodes([{ ...rule, mode: 'shadow' }], new Map())[0];
    assert.match(text(shadow?.tooltip ?? []), /would have asked about 0 commands/);
  });

  it('show no backticks around the code of a title', () => {
    const [node] = ruleNodes([aRule({ title: 'Runs `git push`' })], new Map());
    assert.equal(node?.label, 'Runs git push');
    assert.match(node.accessibleName, /Runs git push/);
  });

  it('group starter rules by the category in which they were approved, expanded, followed by others', () => {
    const rules = [
      aRule({ id: 'r1', pattern: 'own' }),
      aRule({ id: 'r2', pattern: 'a', effect: 'ask' }),
      aRule({ id: 'r3', pattern: 'b' }),
      aRule({ id: 'r4', pattern: 'c' }),
    ];
    const version = (titles: unknown, ...add: PolicyDiff['add']): PolicyVersion => ({
      ...{ version: 'v', seq: 1, ts: TS, author: 'Ada', comment: '', kind: 'apply', target: '' },
      ...{ addIds: [], addedRules: [], removedRules: [], prevHash: '', hash: '', stateHash: '' },
      diff: { add, remove: [], meta: { rule_categories: titles } },
    });
    const categories = ruleCategories([
      version(['Git', 'Git'], { pattern: 'b', effect: 'deny' }, { pattern: 'a', effect: 'ask' }),
      version(['Old'], { pattern: 'b', effect: 'deny' }),
      version(['Disks'], { pattern: 'c', effect: 'deny' }),
      version('nonsense', { pattern: 'own', effect: 'deny' }),
      version([null], { pattern: 'own', effect: 'deny' }),
    ]);
    assert.deepEqual(
      ruleNodes(rules, new Map(), categories).map(({ label, description, expanded, children }) => [
        ...[label, description, expanded],
        children?.map(({ key }) => key),
      ]),
      [
        ['Git', '2 rules', true, ['r3', 'r2']],
        ['Disks', '1 rule', true, ['r4']],
        ['own', 'never hit', undefined, undefined],
      ],
    );
  });

  it('count hits since a rule was put into shadow mode', () => {
    const rule = aRule({ mode: 'shadow', effect: 'deny' });
    const hits = new Map([[rule.id, { count: 1205, lastTs: rule.ts, earlier: 5 }]]);
    const [node] = ruleNodes([rule], hits);
    assert.equal(
      node?.description,
      `deny, shadow · would have denied 1,200 since ${when(rule.ts)}`,
    );
  });

  it('open an explanation, including those of built-in rules', () => {
    const rows = [...ruleNodes([aRule()], new Map()), ...builtInNodes()];
    assert.deepEqual(
      rows.map(({ opens, viewItem }) => [opens?.command, viewItem]),
      [
        [COMMAND.explainCommand, 'rule.deny.enforce'],
        [COMMAND.explainCommand, 'builtIn'],
        [COMMAND.explainCommand, 'builtIn'],
      ],
    );
  });

  it('show that a rule was never hit', () => {
    const [node] = ruleNodes([aRule()], new Map());
    assert.equal(node?.description, 'never hit');
    assert.match(text(node.tooltip), /Never hit/);
  });

  it('show how often and when a rule was hit', () => {
    const [node] = ruleNodes([aRule()], new Map([['r1', { count: 3, lastTs: TS, earlier: 1 }]]));
    assert.equal(node?.description, `3 hits, last ${when(TS)}`);
  });

  it('distinguish effect and mode for menus and screen readers, not by colour alone', () => {
    const nodes = ruleNodes(
      [
        aRule({ id: 'r2', effect: 'allow' }),
        aRule({ id: 'r4', effect: 'ask' }),
        aRule(),
        aRule({ id: 'r3', mode: 'shadow' }),
      ],
      new Map(),
    );
    assert.deepEqual(
      nodes.map(({ viewItem }) => viewItem),
      ['rule.deny.enforce', 'rule.deny.shadow', 'rule.ask.enforce', 'rule.allow.enforce'],
    );
    assert.equal(new Set(nodes.map(({ icon }) => icon.name)).size, 4);
    assert.match(nodes[1]?.accessibleName ?? '', /deny, shadow rule/);
  });
});

describe('agentNodes', () => {
  const agent = {
    id: 'a1',
    name: 'builder',
    status: 'blocked' as Agent['status'],
    lastAction: 'push',
    lastScore: 40,
    blockedReason: 'rule r1',
    owner: 'window 1',
    registeredAt: TS,
    lastSeen: TS,
  };

  const facts = (denials: ReadonlyMap<string, LastDenial> = new Map()): AgentFacts => ({
    isStale: () => false,
    denials,
  });

  it('show the last denial while the agent continues, and no risk for a host', () => {
    const idle = {
      ...agent,
      ...{ id: 'claude:s1', owner: 'hook claude', lastScore: 0 },
      ...{ status: 'idle' as const, blockedReason: null },
    };
    const denial = { eventId: 'e1', ts: TS, title: 'Force-pushes a `branch`' };
    const [row] = agentNodes([idle], facts(new Map([[idle.id, denial]])));
    assert.equal(row?.label, 'idle · builder');
    assert.equal(row.description, `last blocked: Force-pushes a branch, ${when(TS)} · push`);
    const stopped = { ...agent, blockedReason: 'A rule denies `git push`.' };
    assert.match(agentNodes([stopped], facts())[0]?.description ?? '', /^A rule denies git push\./);
    assert.match(text(row.tooltip), /last blocked: Force-pushes a branch/);
    assert.doesNotMatch(text(row.tooltip), /Risk|Score/);
    const missing = { ...denial, title: undefined };
    const [untitled] = agentNodes([idle], facts(new Map([[idle.id, missing]])));
    assert.equal(untitled?.description, `last blocked ${when(TS)} · push`);
  });

  it('start with the status, and omit the session if it is not needed', () => {
    const named = (id: string, name: string) => ({
      ...agent,
      ...{ id: `claude:${id}`, owner: 'hook claude', name },
    });
    const one = named('1', 'shop · claude b51f0a2e');
    const labels = (...agents: (typeof agent)[]) =>
      agentNodes(agents, facts()).map(({ label }) => label);
    const idle = { ...named('2', 'till · claude 00000000'), status: 'idle' as const };
    assert.deepEqual(labels(one, idle), ['blocked · shop', 'idle · till']);
    const running = { ...named('2', 'shop · claude 00000000'), status: 'running' as const };
    assert.deepEqual(labels(one, running), ['blocked · b51f · shop', 'running · 0000 · shop']);
    assert.deepEqual(labels(named('3', 'claude b51f0a2e'), named('4', 'renamed')), [
      'blocked · b51f',
      'blocked · renamed',
    ]);
    const long = 'a-shop-with-a-very-long-project-name';
    assert.deepEqual(labels(one, named('5', `${long} · claude 00000000`)), [
      'blocked · shop',
      'blocked · a-shop-with-…roject-name',
    ]);
    const part = named('1:h1', 'shop · claude b51f0a2e / helper12');
    assert.deepEqual(labels(part), ['blocked · help · sub-agent of b51f0a2e · shop']);
    assert.deepEqual(
      agentNodes([one, part], facts())[0]?.children?.map(({ label }) => label),
      ['blocked · help · sub-agent'],
    );
  });

  it('show status and session before a long project, which is shortened', () => {
    const named = (id: string, name: string) => ({
      ...agent,
      ...{ id: `claude:${id}`, owner: 'hook claude', name },
    });
    const project = 'customer-payments-service-integration';
    const rows = (...agents: (typeof agent)[]) => agentNodes(agents, facts());
    const one = named('1', `${project}-v1 · claude b51f0a2e`);
    const [alone] = rows(one);
    assert.equal(alone?.label, 'blocked · customer-pay…egration-v1');
    // The whole name is in the tooltip, and is what a screen reader says.
    assert.match(text(alone.tooltip), new RegExp(`^${project}-v1 · claude b51f0a2e: blocked`));
    assert.match(alone.accessibleName, new RegExp(`^Agent ${project}-v1 · `));
    const two = named('2', `${project}-v1 · claude 00000000`);
    assert.deepEqual(
      rows(one, two).map(({ label }) => label),
      ['blocked · b51f · customer-pay…egration-v1', 'blocked · 0000 · customer-pay…egration-v1'],
    );
    // Projects that look the same are told apart by their session.
    const other = named('3', `customer-pay-and-refund-integration-v1 · claude 11111111`);
    assert.deepEqual(
      rows(one, other).map(({ label }) => label),
      ['blocked · b51f · customer-pay…egration-v1', 'blocked · 1111 · customer-pay…egration-v1'],
    );
    // As much of a session as distinguishes it.
    const third = named('4', `${project}-v1 · claude b51f0aff`);
    assert.deepEqual(
      rows(one, third).map(({ label }) => label.slice(0, 'blocked · b51f0af'.length)),
      ['blocked · b51f0a2', 'blocked · b51f0af'],
    );
  });

  it('show status, reason, action and risk', () => {
    const [node] = agentNodes([agent], facts());
    assert.equal(node?.description, `rule r1 · since ${when(TS)} · push · risk 60 %`);
    assert.equal(node.accessibleName, `Agent builder, blocked · ${node.description}`);
    assert.match(text(node.tooltip), /Blocked: rule r1/);
  });

  it('are children of the agent of their session', () => {
    const session = { ...agent, id: 'claude:s1' };
    const helper = { ...agent, id: 'claude:s1:h1', name: 'helper' };
    const other = { ...agent, id: 'claude:s10', name: 'other' };
    const nodes = agentNodes([helper, session, other], facts());
    assert.deepEqual(
      nodes.map(({ key, children = [] }) => [key, children.map((child) => child.key)]),
      [
        ['claude:s1', ['claude:s1:h1']],
        ['claude:s10', []],
      ],
    );
    assert.deepEqual(
      agentNodes([helper], facts()).map(({ key }) => key),
      ['claude:s1:h1'],
    );
  });

  it('are listed first if they or their sub-agents are blocked', () => {
    const running = { ...agent, status: 'running' as const, blockedReason: null };
    const nodes = agentNodes(
      [
        { ...running, id: 'claude:s1' },
        { ...running, id: 'claude:s2' },
        { ...running, id: 'claude:s3' },
        { ...running, id: 'claude:s3:h1' },
        { ...agent, id: 'claude:s3:h2' },
        { ...agent, id: 'claude:s4' },
      ],
      facts(),
    );
    assert.deepEqual(
      nodes.map(({ key }) => key),
      ['claude:s3', 'claude:s4', 'claude:s1', 'claude:s2'],
    );
    assert.deepEqual(
      nodes[0]?.children?.map(({ key }) => key),
      ['claude:s3:h2', 'claude:s3:h1'],
    );
    assert.equal(nodes[0].expanded, true);
  });

  it('open the commands of agents that have a session', () => {
    const ofHost = { ...agent, id: 'claude:s1', owner: 'hook claude' };
    const copied = { ...agent, id: 'codex:s1', owner: 'hook claude' };
    assert.deepEqual(
      agentNodes([ofHost, copied, agent], facts()).map(({ opens, viewItem }) => [
        opens?.command,
        viewItem,
      ]),
      [
        ['rulewright.agent.showCommands', 'agent.ofHost'],
        ['rulewright.openDashboard', 'agent'],
        ['rulewright.openDashboard', 'agent'],
      ],
    );
  });

  it('show that an agent is stale', () => {
    const [node] = agentNodes([agent], { ...facts(), isStale: () => true });
    assert.equal(node?.label, 'stale, blocked · builder');
    assert.match(node.accessibleName, /^Agent builder, stale, blocked · /);
  });
});

describe('versionNodes', () => {
  const nothing: VersionRows = { versions: [], audit: [], suggestions: [] };
  const aVersion = (version: Partial<PolicyVersion> = {}): PolicyVersion => ({
    ...{ version: 'v1', seq: 4, ts: TS, author: 'Ada', comment: 'too broad' },
    ...{ kind: 'rollback', target: 'v0', diff: { add: [], remove: [], meta: {} } },
    ...{ addIds: [], addedRules: [], removedRules: [aRule()] },
    ...{ prevHash: '', hash: 'h', stateHash: 's' },
    ...version,
  });
  const entry = { ts: TS, author: 'Ada', comment: '', subject: 's1' };

  const NOW_MS = new Date(2026, 0, 5, 9).getTime();

  it('are grouped by day if they are of several days, with the day of each group in words', () => {
    const on = (seq: number, day: number): PolicyVersion =>
      aVersion({ version: `v${seq}`, seq, ts: new Date(2026, 0, day, 8).toISOString() });
    const versions = [on(4, 5), on(3, 4), on(2, 4), on(1, 2)];
    const rows = versionNodes({ ...nothing, versions }, 10, NOW_MS);
    assert.deepEqual(
      rows.map(({ label, description, expanded, children = [] }) => [
        ...[label, description, expanded],
        children.map((row) => row.label.split('.')[0]),
      ]),
      [
        ['Today', '1 version', true, ['4']],
        ['Yesterday', '2 versions', true, ['3', '2']],
        ['Jan 2, 2026', '1 version', true, ['1']],
      ],
    );
    const sameDay = versionNodes({ ...nothing, versions: versions.slice(1, 3) }, 10, NOW_MS);
    assert.deepEqual(
      sameDay.map(({ children }) => children),
      [undefined, undefined],
    );
  });

  it('are empty before the first change', () => {
    assert.deepEqual(versionNodes(nothing, 10, NOW_MS), []);
  });

  it('are the versions, followed by the collapsed audit trail', () => {
    const audit = [{ ...entry, seq: 1, action: 'rollback' as const, subject: 'v1' }];
    assert.deepEqual(
      versionNodes({ ...nothing, versions: [aVersion()], audit }, 10, NOW_MS).map((row) => [
        row.label,
        row.description,
        row.expanded,
        row.children?.length,
      ]),
      [
        ['4. Back to an earlier version', `Ada · ${when(TS)} · too broad`, undefined, undefined],
        ['Audit trail', '1', undefined, 1],
      ],
    );
  });

  it('show the total if not all are listed', () => {
    const versions = Array.from({ length: 1500 }, (_, index) =>
      aVersion({ version: `v${index}`, seq: 1500 - index, target: 'x' }),
    );
    const audit = versions.map(({ seq }) => ({ ...entry, seq, action: 'apply' as const }));
    const rows = versionNodes({ ...nothing, versions, audit }, 2, NOW_MS);
    assert.deepEqual(
      rows.map(({ label, description }) => [label, description?.split(' · ')[0]]),
      [
        ['1500. Back to an earlier version', 'Ada'],
        ['1499. Back to an earlier version', 'Ada'],
        ['1,498 older versions…', undefined],
        ['Audit trail', '2 of 1,500'],
      ],
    );
    assert.equal(rows[2]?.opens?.isAsking, true);
    assert.equal(
      versionNodes({ ...nothing, versions: versions.slice(0, 3) }, 2, NOW_MS)[2]?.label,
      '1 older version…',
    );
  });

  it('show titles of proposals and decisions in the audit trail', () => {
    const suggestion = aSuggestion({ add: [{ pattern: 'mkfs', effect: 'deny' }] });
    const [group] = versionNodes(
      {
        ...nothing,
        suggestions: [suggestion],
        audit: [
          { ...entry, seq: 4, action: 'quarantine\n', subject: '' },
          { ...entry, seq: 3, action: 'recover', subject: '' },
          { ...entry, seq: 2, action: 'reject' },
          { ...entry, seq: 1, action: 'propose' },
        ],
      },
      10,
      NOW_MS,
    );
    assert.deepEqual(
      group?.children?.map(({ label }) => label),
      ['quarantine', 'Recovered', 'Rejected: Deny mkfs', 'Proposed: Deny mkfs'],
    );
    assert.match(group.children[2]?.description ?? '', /^Ada · /);
  });

  it('open their subject, with the arguments of its command', () => {
    const rejected = { ...aSuggestion({}), status: 'rejected' as const };
    const audit = [
      { ...entry, seq: 9, action: 'pause' as const, subject: '' },
      { ...entry, seq: 8, action: 'reject' as const },
      { ...entry, seq: 7, action: 'propose' as const },
      { ...entry, seq: 6, action: 'rollback' as const, subject: 'v1' },
      { ...entry, seq: 5, action: 'apply' as const, subject: 'gone' },
    ];
    const rows = versionNodes(
      { versions: [aVersion()], audit, suggestions: [rejected] },
      10,
      NOW_MS,
    );
    const opened = [rows[0], ...(rows[1]?.children ?? [])].map((row) => {
      const { command } = row?.opens ?? {};
      if (command === undefined) return row?.label;
      const args: readonly unknown[] = CommandArgs[command].safeParse([row]).data ?? [];
      return [command, row?.viewItem, args[0]];
    });
    assert.deepEqual(opened, [
      [COMMAND.showVersion, 'version', 'v1'],
      [COMMAND.showAuditEntry, 'auditEntry', 9],
      [COMMAND.applySuggestion, 'suggestion.rejected', 's1'],
      [COMMAND.applySuggestion, 'auditEntry', 's1'],
      [COMMAND.showVersion, 'auditEntry', 'v1'],
      [COMMAND.showAuditEntry, 'auditEntry', 5],
    ]);
  });
});

describe('words', () => {
  it('count in English', () => {
    assert.equal(pendingCount(1), '1 suggestion waits for review');
    assert.equal(commandCount(1200), '1,200 commands');
  });

  it('return nothing without data', () => {
    assert.equal(percent(null), undefined);
    assert.equal(percent(0.876), '88 %');
  });

  it('truncate long text and keep short text', () => {
    assert.equal(oneLine('x'.repeat(50), 10), `${'x'.repeat(9)}…`);
    assert.equal(oneLine('short', 10), 'short');
  });

  it('lose the middle, because names differ at the end, and never half a character', () => {
    assert.equal(withoutMiddle('payments-service-integration-v2', 12), 'paymen…on-v2');
    assert.equal(withoutMiddle('payments-v2', 11), 'payments-v2');
    assert.equal(withoutMiddle('😀'.repeat(9), 5), '😀😀…😀😀');
  });

  it('return invalid times unchanged', () => {
    assert.equal(when('yesterday'), 'yesterday');
  });
});

describe('fromHome', () => {
  it('shortens paths in the home folder, and no others', () => {
    assert.equal(fromHome('/home/ada/.codex/hooks.json', '/home/ada'), '~/.codex/hooks.json');
    assert.equal(fromHome('/home/adam/hooks.json', '/home/ada'), '/home/adam/hooks.json');
  });
});

describe('hostNodes', () => {
  const NOTHING: AgentFacts = { isStale: () => false, denials: new Map() };
  const aHost = (host: Partial<HostConnection>): HostConnection => ({
    host: 'codex',
    name: 'Codex',
    path: '/h/.codex/hooks.json',
    state: 'disconnected',
    expected: false,
    isInstalled: true,
    afterwards: 'Type /hooks.',
    ...host,
  });
  const rowOf = (host: Partial<HostConnection>) => {
    const [node] = hostNodes([aHost(host)], [], NOTHING);
    assert.ok(node);
    return [node.description, node.icon.name, node.viewItem, node.opens !== undefined];
  };

  it('show which hosts call the guard, and which should but do not', () => {
    assert.deepEqual(rowOf({ state: 'connected', expected: true }), [
      'protected',
      'shield',
      'host.connected',
      true,
    ]);
    assert.deepEqual(rowOf({}), ['not connected', 'circle-outline', 'host.disconnected', true]);
    assert.deepEqual(rowOf({ state: 'missing', expected: true, isInstalled: false }), [
      'missing',
      'warning',
      'host.disconnected',
      true,
    ]);
    assert.deepEqual(rowOf({ state: 'changed' }), ['changed', 'warning', 'host.broken', true]);
    assert.deepEqual(rowOf({ state: 'outdated', expected: true }), [
      'update available',
      'shield',
      'host.broken',
      true,
    ]);
    assert.deepEqual(rowOf({ state: 'untrusted', expected: true }), [
      'not trusted yet',
      'warning',
      'host.broken',
      true,
    ]);
    assert.deepEqual(rowOf({ state: 'noRules', expected: true }), [
      'protected, no rule in force',
      'shield',
      'host.connected',
      true,
    ]);
    assert.deepEqual(rowOf({ state: 'notAsking', expected: true }), [
      'not asking',
      'warning',
      'host.broken',
      true,
    ]);
    assert.deepEqual(rowOf({ state: 'unreadable', expected: true }), [
      'unreadable',
      'warning',
      'host.broken',
      true,
    ]);
    assert.deepEqual(
      rowOf({ state: 'off', expected: true, offBy: join(homedir(), 'p/.codex/config.toml') }),
      ['switched off by ~/p/.codex/config.toml', 'warning', 'host.broken', true],
    );
  });

  it('are green only where a rule is in force', () => {
    const colorOf = (state: HostConnection['state']) =>
      hostNodes([aHost({ state, expected: true })], [], NOTHING)[0]?.icon.color;
    assert.equal(colorOf('connected'), 'charts.green');
    assert.equal(colorOf('noRules'), undefined);
    for (const state of ['notAsking', 'unreadable', 'outdated'] as const) {
      assert.equal(colorOf(state), 'list.warningForeground');
    }
  });

  it('show the file, its problem, and what to do', () => {
    const tooltip = (host: Partial<HostConnection>) =>
      text(hostNodes([aHost(host)], [], NOTHING)[0]?.tooltip ?? []);
    assert.match(tooltip({ state: 'unreadable', problem: 'line 3 is not JSON' }), /line 3/);
    assert.match(tooltip({ state: 'untrusted' }), /Type \/hooks\.\n\[\/h\/\.codex\/hooks\.json\]/);
    assert.doesNotMatch(tooltip({ state: 'connected' }), /Type/);
    assert.match(tooltip({ state: 'noRules' }), /but no rule is in force\./);
    const unasked = 'it ran a command without asking (10:00).';
    assert.match(
      tooltip({ state: 'notAsking', problem: unasked }),
      /^Codex: it ran .* \(10:00\)\./,
    );
    assert.match(
      tooltip({ state: 'outdated' }),
      /it asks Rulewright through the hooks of an earlier/,
    );
  });

  const agentOf = (id: string, owner: string, status: Agent['status'] = 'running'): Agent => ({
    id,
    name: id,
    status,
    lastAction: null,
    lastScore: null,
    blockedReason: status === 'blocked' ? 'It deletes a home folder.' : null,
    owner,
    registeredAt: TS,
    lastSeen: TS,
  });
  const codex = aHost({ state: 'connected', expected: true });
  const copilot = aHost({ host: 'copilot', name: 'Copilot', alsoReadBy: ['vscode'] });
  const tree = (rows: readonly ViewNode[]): readonly unknown[] =>
    rows.map(({ label, children }) => (children === undefined ? label : [label, tree(children)]));

  it('have their agents as children, expanded, followed by all agents without a known host', () => {
    const rows = hostNodes(
      [codex, copilot],
      [
        agentOf('codex:s1', 'hook codex'),
        agentOf('vscode:s2', 'hook vscode'),
        agentOf('codex:s3', 'window 4711'),
        agentOf('emacs:s4', 'hook emacs'),
        agentOf('b0b', 'window 4711'),
      ],
      NOTHING,
    );
    assert.deepEqual(tree(rows), [
      ['Codex', ['running · codex:s1']],
      ['Copilot', ['running · vscode:s2']],
      ['Other agents', ['running · codex:s3', 'running · emacs:s4', 'running · b0b']],
    ]);
    assert.ok(rows.every(({ expanded }) => expanded === true));
    assert.equal(rows[2]?.description, '3');
  });

  it('are listed first, with an accessible label, if an agent is blocked', () => {
    const rows = hostNodes(
      [codex, copilot],
      [agentOf('codex:s1', 'hook codex'), agentOf('copilot:s2', 'hook copilot', 'blocked')],
      NOTHING,
    );
    assert.deepEqual(tree(rows), [
      ['Copilot', ['blocked · copilot:s2']],
      ['Codex', ['running · codex:s1']],
    ]);
    assert.equal(rows[0]?.accessibleName, 'Copilot, not connected, 1 agent is blocked');
    assert.match(text(rows[0].tooltip), /1 agent is blocked/);
    assert.equal(rows[0].description, 'not connected');
    assert.equal(rows[1]?.accessibleName, 'Codex, protected');
  });

  it('are collapsed in a separate row if they are not on this machine', () => {
    const cursor = aHost({ host: 'cursor', name: 'Cursor', isInstalled: false });
    const gemini = aHost({ host: 'gemini', name: 'Gemini', isInstalled: false });
    const rows = hostNodes([cursor, codex, gemini], [], NOTHING);
    assert.deepEqual(tree(rows), [
      'Codex',
      ['Not found on this machine (2)', ['Cursor', 'Gemini']],
    ]);
    assert.equal(rows[1]?.expanded, undefined);
    const [row] = rows[1]?.children ?? [];
    assert.deepEqual(
      [row?.subject, row?.description, row?.accessibleName, row?.viewItem, row?.opens?.command],
      [
        'cursor',
        '',
        'Cursor, not found on this machine',
        'host.disconnected',
        'rulewright.host.connect',
      ],
    );
    const withAgent = hostNodes([cursor, gemini], [agentOf('cursor:s', 'hook cursor')], NOTHING);
    assert.deepEqual(tree(withAgent), [
      ['Cursor', ['running · cursor:s']],
      ['Not found on this machine (1)', ['Gemini']],
    ]);
    assert.deepEqual(hostNodes([cursor, gemini], [], NOTHING), []);
  });

  it('report only connections that another program removed', () => {
    assert.match(
      lostConnection(
        aHost({ expected: true, state: 'missing', problem: 'its hooks were removed.' }),
      ) ?? '',
      /Codex may run .* removed/,
    );
    assert.equal(lostConnection(aHost({ expected: true, state: 'connected' })), undefined);
    assert.equal(lostConnection(aHost({ expected: true, state: 'outdated' })), undefined);
    assert.match(
      lostConnection(
        aHost({ expected: true, state: 'untrusted', problem: 'its hooks are not trusted yet.' }),
      ) ?? '',
      /Codex may run .* not trusted yet\. Type \/hooks\./,
    );
    assert.equal(lostConnection(aHost({ state: 'changed' })), undefined);
  });
});
