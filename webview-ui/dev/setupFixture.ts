import type { SetupQuestion, ToSetup } from '../../src/protocol/setup';
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
      return [
        ...messages(hostile(RECORDED.later.setup)),
        { type: 'question', open: { id: 1, question: ODD, detail: ODD, button: ODD } },
      ];
    case 'asking':
      return [...messages(RECORDED.start.setup), { type: 'question', open: QUESTION }];
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

/** The steps as messages. */
export function messages({ sources, rules, hosts }: Steps): readonly ToSetup[] {
  return [
    { type: 'sources', step: sources },
    { type: 'rules', step: rules },
    { type: 'hosts', step: hosts },
  ];
}

const QUESTION: SetupQuestion = {
  id: 1,
  question: 'Let Claude Code ask Rulewright before it runs a command?',
  detail:
    'The change in the editor beside this page is written to ~/.claude/settings.json, a new file.',
  button: 'Write File',
};

const ODD = HOSTILE.slice(0, 3).join(' ');

function hostile({ sources, rules, hosts }: Steps): Steps {
  return {
    sources: { ...sources, found: sources.found.map((one) => ({ ...one, name: ODD })) },
    rules: {
      ...rules,
      categories: rules.categories.map((one) => ({ ...one, examples: [...HOSTILE] })),
    },
    hosts: { hosts: hosts.hosts.map((one) => ({ ...one, name: ODD, state: ODD })) },
  };
}
