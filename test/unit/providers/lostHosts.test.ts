import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { ConnectionState, HostChange, HostConnection } from '../../../src/core/agentHost';
import { watchLostHosts, type LostHostAnswer } from '../../../src/providers/lostHosts';

const hosts = (states: Readonly<Record<string, ConnectionState>>): readonly HostConnection[] =>
  Object.entries(states).map(([host, state]) => ({
    host,
    name: host,
    path: `/home/ada/${host}.json`,
    state,
    problem: `it is ${state}.`,
    expected: true,
    isInstalled: true,
    afterwards: '',
  }));

describe('warnings about agent hosts that stop calling the guard', () => {
  const watch = async (states: Readonly<Record<string, ConnectionState>>) => {
    const listeners: ((change: HostChange) => void)[] = [];
    const open: { text: string; answer: (answer: LostHostAnswer) => void }[] = [];
    const ignored: string[] = [];
    const connected: string[] = [];
    const errors: unknown[] = [];
    let before = hosts(states);
    const unused = (): never => assert.fail('it is not called');
    await watchLostHosts(
      {
        list: () => Promise.resolve(before),
        forget: (host) => Promise.resolve(void ignored.push(host)),
        onDidChange: (listener) => {
          listeners.push(listener);
          return { dispose: unused };
        },
        ...{ propose: unused, write: unused, repair: unused, test: unused },
        ...{ recheck: () => Promise.resolve(), recheckIfChanged: unused },
      },
      {
        warn: (text) => new Promise((answer) => open.push({ text, answer })),
        connect: (host) => {
          connected.push(host);
          return host === 'codex' ? Promise.reject(new Error('no Codex')) : Promise.resolve();
        },
      },
      (error) => errors.push(error),
    );
    return {
      open,
      ignored,
      connected,
      errors,
      becomes: (later: Readonly<Record<string, ConnectionState>>): void => {
        const after = hosts(later);
        for (const listener of listeners) listener({ before, after });
        before = after;
      },
    };
  };
  const named = (open: readonly { readonly text: string }[]) =>
    open.map(({ text }) => text.split(' ')[0]);

  it('are shown for each immediately, while earlier ones stay open', async () => {
    const seen = await watch({ claude: 'missing', codex: 'off', gemini: 'connected' });
    assert.deepEqual(named(seen.open), ['claude', 'codex']);
    seen.becomes({ claude: 'missing', codex: 'off', gemini: 'changed' });
    assert.deepEqual(named(seen.open), ['claude', 'codex', 'gemini']);
  });

  it('are shown once for each, and again only after it was connected in the meantime', async () => {
    const seen = await watch({ claude: 'connected' });
    seen.becomes({ claude: 'off' });
    seen.becomes({ claude: 'missing' });
    assert.equal(seen.open.length, 1);
    seen.becomes({ claude: 'connected' });
    seen.becomes({ claude: 'off' });
    assert.equal(seen.open.length, 2);
  });

  it('are shown for every state in which a host does not call the guard, and for no other', async () => {
    const isWarned: Readonly<Record<ConnectionState, boolean>> = {
      connected: false,
      noRules: false,
      outdated: false,
      untrusted: true,
      off: true,
      changed: true,
      missing: true,
      notAsking: true,
      unreadable: true,
      disconnected: true,
    };
    for (const [state, isWanted] of Object.entries(isWarned)) {
      const seen = await watch({ claude: 'connected' });
      for (let look = 0; look < 2; look += 1) seen.becomes({ claude: state as ConnectionState });
      const texts = seen.open.map(({ text }) => text);
      const text = `claude may run commands without asking Rulewright: it is ${state}.`;
      assert.deepEqual(texts, isWanted ? [`${text}${state === 'untrusted' ? ' ' : ''}`] : []);
    }
  });

  it('can be answered separately, in any order', async () => {
    const seen = await watch({ claude: 'missing', codex: 'off', gemini: 'changed', qwen: 'off' });
    const answers: readonly LostHostAnswer[] = ['connect', 'connect', 'ignore', undefined];
    for (const at of [3, 2, 1, 0]) seen.open[at]?.answer(answers[at]);
    await setImmediate();
    assert.deepEqual(seen.ignored, ['gemini']);
    assert.deepEqual(seen.connected, ['codex', 'claude']);
    assert.deepEqual(seen.errors.map(String), ['Error: no Codex']);
  });
});
