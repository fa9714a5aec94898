import type { ToSetup } from '../../src/protocol/setup';
import { RECORDED } from './recorded';
import { HOSTILE } from './hostile';
import type { Scene } from './scenes';

type Steps = (typeof RECORDED)['start']['setup'];

/** The messages to the setup page in a scene. */
export function sceneSetup(scene: Scene): readonly ToSetup[] {
  switch (scene) {
    case 'busy':
      return [];
    case 'failing':
      return [
        ...messages(RECORDED.start.setup),
        { type: 'failed', message: 'The hook file cannot be read.', hint: 'Correct it by hand.' },
      ];
    case 'empty':
      return messages({ ...RECORDED.start.setup, hosts: { hosts: [] } });
    case 'hostile':
      return [...messages(hostile(RECORDED.later.setup)), ask(ODD, ODD)];
    case 'asking':
      return [
        ...messages(RECORDED.later.setup),
        ask(
          'Let Claude Code ask Rulewright before it runs a command?',
          'The change shown beside this page is written to ~/.claude/settings.json, a new file.',
        ),
      ];
    case 'starter':
    case 'answered':
    case 'joint':
    case 'filled':
    case 'rollback':
    case 'decided':
    case 'stale':
    case 'large':
      return messages(RECORDED.later.setup);
  }
}

function ask(text: string, detail: string): ToSetup {
  return { type: 'ask', question: { id: 1, text, detail } };
}

/** The steps as messages. */
export function messages({ sources, rules, hosts }: Steps): readonly ToSetup[] {
  return [
    { type: 'sources', step: sources },
    { type: 'rules', step: rules },
    { type: 'hosts', step: hosts },
  ];
}

const ODD = HOSTILE.slice(0, 3).join(' ');

function hostile({ sources, rules, hosts }: Steps): Steps {
  return {
    sources: { ...sources, found: sources.found.map((one) => ({ ...one, name: ODD })) },
    rules: {
      ...rules,
      categories: rules.categories.map((one) => ({
        ...{ ...one, examples: [...HOSTILE], titles: [...HOSTILE] },
      })),
    },
    hosts: { hosts: hosts.hosts.map((one) => ({ ...one, name: ODD, state: ODD })) },
  };
}
