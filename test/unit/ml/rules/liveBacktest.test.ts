import assert from 'node:assert/strict';
import type { FolderCount } from '../../../../src/core/event';
import type { LiveBacktest, OtherRule } from '../../../../src/core/liveBacktest';
import { openLiveHistory } from '../../../../src/ml/rules/liveBacktest';
import type { KnownViews } from '../../../../src/ml/dataset/placedCommand';
import { labelled } from '../../../support/commands';

type Tested = Extract<LiveBacktest, { state: 'tested' }>;

describe('the live backtest', () => {
  const commands = [
    labelled('git push --force origin main', 'unsafe', 3),
    labelled('git push --force origin scratch', 'unknown', 2),
    labelled('git push -f origin mine', 'safe', 5),
    labelled('git push origin main', 'safe', 9),
    labelled('git status', 'unknown', 40),
  ];
  const others: readonly OtherRule[] = [
    { place: 'inForce', id: 'r1', pattern: '^git push', effect: 'allow', mode: 'enforce' },
    { place: 'inForce', id: 'r2', pattern: 'origin', effect: 'ask', mode: 'shadow' },
    {
      place: 'pending',
      id: 's1',
      title: 'Pushes',
      pattern: 'push',
      effect: 'deny',
      mode: 'enforce',
    },
    { place: 'pending', id: 's2', pattern: 'mkfs', effect: 'deny', mode: 'enforce' },
  ];
  const read = (all = commands) => {
    const live = openLiveHistory(all, others);
    live.read(() => false);
    return live;
  };
  const history = () => read();
  const deny = (pattern: string) => ({ pattern, effect: 'deny' as const });
  const tested = (one: LiveBacktest | undefined): Tested => {
    assert.equal(one?.state, 'tested');
    return one;
  };

  it('counts the hits of a rule as the guard finds them, by label and without one', () => {
    const [result] = history().test([{ rule: deny('push --force') }]);
    const { evidence, commands: hit, ofCommands, gained, lost } = tested(result);
    assert.deepEqual([hit, ofCommands], [3, 5]);
    const { unsafeHits, safeHits, unknownHits } = evidence;
    assert.deepEqual([unsafeHits, safeHits, unknownHits], [3, 5, 2]);
    assert.deepEqual([gained.commands, lost.commands], [0, 0]);
  });

  it('lists added and removed hits of an edit first, harmless commands first', () => {
    const edit = { rule: deny('.'), before: deny('push --force') };
    const live = history();
    const { gained, lost } = tested(live.test([edit])[0]);
    assert.deepEqual(gained, { commands: 2, unwanted: 1 });
    assert.deepEqual(lost, { commands: 0, unwanted: 0 });
    const { hits, total } = live.hits(edit, 0, 10);
    assert.equal(total, 5);
    assert.deepEqual(
      hits.map(({ command, change, label }) => [change, label, command]),
      [
        ['gained', 'safe', 'git push origin main'],
        ['gained', 'unknown', 'git status'],
        ['same', 'safe', 'git push -f origin mine'],
        ['same', 'unknown', 'git push --force origin scratch'],
        ['same', 'unsafe', 'git push --force origin main'],
      ],
    );
    const narrower = { rule: deny('push --force origin main'), before: deny('push --force') };
    assert.deepEqual(tested(live.test([narrower])[0]).lost, { commands: 2, unwanted: 1 });
    assert.deepEqual(
      live.hits(narrower, 1, 1).hits.map(({ command, change }) => [change, command]),
      [['lost', 'git push --force origin scratch']],
    );
  });

  it('evaluates an allow rule as the guard does: it must match the whole command', () => {
    const allow = (pattern: string) => ({ rule: { pattern, effect: 'allow' as const } });
    const live = history();
    assert.equal(tested(live.test([allow('push')])[0]).commands, 0);
    assert.equal(tested(live.test([allow('git push .*')])[0]).commands, 4);
    // Unsafe commands contradict an allow rule.
    assert.equal(live.hits(allow('git push .*'), 0, 1).hits[0]?.label, 'unsafe');
  });

  it('tests other spellings of the hits that are not labelled safe, and lists those that do not match', () => {
    const live = openLiveHistory(
      [
        labelled('rm -rf ~', 'unknown', 1),
        labelled('rm -r -f ~', 'unsafe', 2),
        labelled('rm -rf ~/made', 'safe', 2),
      ],
      [],
    );
    live.read(() => false);
    const whole = live.ways(deny('^rm (?:[^|]* )?‹home›'), []);
    assert.equal(whole.commands, 1);
    assert.ok(whole.tried > 30, String(whole.tried));
    assert.deepEqual([whole.open, whole.stopped], [[], whole.tried]);
    const exact = live.ways(deny('^rm -rf ~$'), []);
    assert.equal(exact.stopped + exact.open.length, exact.tried);
    assert.ok(exact.stopped > 20, String(exact.stopped));
    assert.ok(exact.open.includes('rm -r -f $HOME'), exact.open.join('\n'));
  });

  it('tests spellings of examples if the history has no hit, and none for an allow rule', () => {
    const live = history();
    const examples = ['mkfs.ext4 /dev/sda', 'ls'];
    const { commands, tried } = live.ways(deny('^mkfs'), examples);
    assert.deepEqual([commands, tried > 15], [1, true]);
    const none = { commands: 0, tried: 0, stopped: 0, open: [] };
    assert.deepEqual(live.ways(deny('^nothing'), examples), none);
    assert.deepEqual(live.ways({ pattern: 'git push .*', effect: 'allow' }, examples), none);
    assert.deepEqual(live.ways(deny('('), examples), none);
  });

  it('says of each hit where it is from, where it ran and how often it failed', () => {
    const folders: readonly FolderCount[] = [
      ['/home/ada/shop', 1],
      ['/home/ada/blog', 4],
    ];
    const live = read([
      { ...labelled('mkfs /dev/sdb', 'unsafe', 5), sources: ['claude'], failed: 2, folders },
      { ...labelled('mkfs /dev/sdb', 'unknown', 1), sources: ['zsh'] },
    ]);
    const [hit] = live.hits({ rule: deny('^mkfs') }, 0, 1).hits;
    assert.deepEqual(
      [hit?.sources, hit?.folders, hit?.failed],
      [['claude', 'zsh'], ['/home/ada/blog', '/home/ada/shop'], 2],
    );
  });

  it('counts the decisions before and after a change: of several matching rules the strictest decides', () => {
    const live = history();
    const allow = { pattern: 'git push .*', effect: 'allow' as const };
    const ask = { pattern: 'origin (?:main|scratch)', effect: 'ask' as const };
    const { before, after } = live.decide([allow], [deny('scratch'), ask, allow, deny('(')]);
    assert.deepEqual(before, { denied: 0, asked: 0, allowed: 19, noRule: 40, unjudged: 0 });
    assert.deepEqual(after, { denied: 2, asked: 12, allowed: 5, noRule: 40, unjudged: 0 });
  });

  it('names the three most recent commands about which the decision changes, the most recent first', () => {
    const live = read(
      Array.from({ length: 9 }, (_, at) => labelled(`run ${at}`, 'unknown', 1)).concat(
        labelled('ls', 'unknown', 1),
      ),
    );
    const { changed } = live.decide([deny('run 8')], [deny('run'), deny('run 8')]);
    assert.deepEqual(
      changed,
      [7, 6, 5].map((at) => ({ command: `run ${at}`, before: 'noRule', after: 'denied' })),
    );
    const back = live.decide([deny('run 8')], [{ pattern: 'run 8', effect: 'ask' }]).changed;
    assert.deepEqual(back, [{ command: 'run 8', before: 'denied', after: 'asked' }]);
  });

  it('reports the fault of a pattern, and continues with the other rules', () => {
    const [wrong, right] = history().test([{ rule: deny('(a+)+') }, { rule: deny('status') }]);
    assert.equal(wrong?.state, 'invalid');
    assert.equal(tested(right).commands, 1);
    assert.equal(history().hits({ rule: deny('(a+)+') }, 0, 10).total, 0);
  });

  it('compares with rules in force and pending ones, conflicts first', () => {
    const [result] = history().test([{ rule: deny('push --force') }]);
    assert.deepEqual(
      tested(result).overlaps.map(({ id, shared }) => [id, shared]),
      [
        ['r1', 3],
        ['r2', 3],
        ['s1', 3],
      ],
    );
    assert.equal(tested(result).moreOverlaps, 0);
  });

  it('counts a command with its new label', () => {
    const live = history();
    const rule = deny('status');
    assert.equal(tested(live.test([{ rule }])[0]).evidence.unknownHits, 40);
    live.label('git status', 'safe');
    assert.equal(tested(live.test([{ rule }])[0]).evidence.safeHits, 40);
    assert.equal(live.hits({ rule }, 0, 1).hits[0]?.label, 'safe');
  });

  describe('working directories', () => {
    const ran = (command: string, count: number, folders: readonly FolderCount[]) => ({
      ...labelled(command, 'unknown', count),
      folders,
    });
    const home = ['/home/kim', 1] as const;
    const project = ['/home/kim/app', 2] as const;

    it('evaluates each run as the guard does there', () => {
      const live = read([ran('rm -rf *', 3, [home, project]), ran('ls', 1, [home])]);
      const [ofHome, ofProject, ofEach] = live.test([
        { rule: deny('^rm .*‹home›') },
        { rule: deny('^rm .*‹project root›') },
        { rule: deny('^rm .*(?:‹home›|‹project root›)') },
      ]);
      assert.equal(tested(ofHome).evidence.unknownHits, 1);
      assert.equal(tested(ofProject).evidence.unknownHits, 2);
      assert.equal(tested(ofEach).evidence.unknownHits, 3);
      assert.equal(tested(ofEach).commands, 1);
      assert.equal(tested(ofHome).unjudged, 0);
    });

    it('does not judge a run with an unknown folder if another folder would change the verdict', () => {
      const live = read([ran('rm -rf *', 4, [home]), ran('rm -rf build', 5, [])]);
      const [ofHome, ofWords, ofAny, ofNone] = live.test([
        { rule: deny('^rm .*‹home›') },
        { rule: deny('rm -rf') },
        { rule: deny('^rm .*‹') },
        { rule: deny('^rm .*‹url›') },
      ]);
      assert.deepEqual([tested(ofHome).commands, tested(ofHome).unjudged], [1, 1]);
      assert.equal(tested(ofHome).evidence.unknownHits, 1);
      // Its words with any class exist in every folder.
      assert.deepEqual([tested(ofWords).commands, tested(ofWords).unjudged], [2, 0]);
      assert.deepEqual([tested(ofAny).commands, tested(ofAny).unjudged], [2, 0]);
      assert.deepEqual([tested(ofNone).commands, tested(ofNone).unjudged], [0, 0]);
      assert.deepEqual(live.decide([deny('rm -rf')], [deny('^rm .*‹home›')]), {
        before: { denied: 9, asked: 0, allowed: 0, noRule: 0, unjudged: 0 },
        after: { denied: 1, asked: 0, allowed: 0, noRule: 5, unjudged: 3 },
        changed: [
          { command: 'rm -rf build', before: 'denied', after: 'noRule' },
          { command: 'rm -rf *', before: 'denied', after: 'unjudged' },
        ],
      });
      const { hits, total } = live.hits({ rule: deny('^rm .*‹home›') }, 0, 10);
      assert.equal(total, 2);
      assert.deepEqual(
        hits.map(({ command, count, change }) => [command, count, change]),
        [
          ['rm -rf *', 1, 'same'],
          ['rm -rf *', 3, 'unjudged'],
        ],
      );
    });

    it('tests other spellings only of hits that do not depend on their folder', () => {
      const live = read([ran('rm -rf *', 1, [home]), ran('rm -rf ~', 1, [home])]);
      const { commands, tried, stopped } = live.ways(deny('^rm -f -r ‹home›'), []);
      assert.equal(commands, 1);
      assert.ok(tried > 5 && stopped > 5, `${stopped} of ${tried}`);
      assert.equal(read([ran('rm -rf *', 1, [home])]).ways(deny('^rm -f -r ‹home›'), []).tried, 0);
    });

    it('evaluates commands and allow rules that do not depend on the folder', () => {
      const live = read([ran('rm -rf /etc/a', 1, []), ran('ls build', 1, [])]);
      const [system, allowed] = live.test([
        { rule: deny('^rm .*‹system›') },
        { rule: { pattern: 'ls .*', effect: 'allow' } },
      ]);
      assert.deepEqual([tested(system).commands, tested(system).unjudged], [1, 0]);
      assert.deepEqual([tested(allowed).commands, tested(allowed).unjudged], [1, 0]);
    });

    it('parses a command for another folder only if that can change it', () => {
      const known: KnownViews = new Map();
      const folders = [
        ['/home/kim', 1],
        ['/a/b', 1],
        ['/a/c', 1],
      ] as const;
      const commands = ['npm test', 'cat a', 'cat .env'].map((command) => ran(command, 4, folders));
      openLiveHistory(commands, [], known).read(() => false);
      assert.deepEqual(
        commands.map(({ command }) => known.get(command)?.inFolders.size),
        // Two projects differ only if paths are shown.
        [0, 2, 3],
      );
      openLiveHistory([ran('cat a', 1, [['/tmp', 1]])], [], known).read(() => false);
      assert.deepEqual([...known.keys()], ['cat a']);
      assert.deepEqual([...(known.get('cat a')?.inFolders.keys() ?? [])], ['/tmp']);
    });
  });
});
