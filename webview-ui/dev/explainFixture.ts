import type { FromExplain, ToExplain } from '../../src/protocol/explain';
import { RECORDED } from './recorded';
import type { Scene } from './scenes';

type Recorded = (typeof RECORDED)['explain']['denied'];

/** The recorded explanation of a scene; undefined for an empty page. */
function ofScene(scene: Scene): Recorded | undefined {
  const { explain, start } = RECORDED;
  switch (scene) {
    case 'empty':
      return undefined;
    case 'filled':
    case 'busy':
    case 'failing':
      return explain.denied;
    case 'starter':
      return explain.allowed;
    case 'answered':
      return explain.partly;
    case 'joint':
      return explain.none;
    case 'asking':
      return explain.asked;
    case 'rollback':
      return start.explain;
    case 'decided':
      return explain.builtIn;
    case 'stale':
      return explain.notParsed;
    case 'large':
      return explain.overLimits;
    case 'hostile':
      return explain.hostile;
  }
}

/** The messages to the Explain page in a scene. */
export function sceneExplain(scene: Scene, message: FromExplain): readonly ToExplain[] {
  const found = ofScene(scene);
  if (found === undefined) return [];
  if (message.type === 'ready') return [{ type: 'subject', subject: found.subject }];
  if (message.type !== 'explain' || scene === 'busy') return [];
  if (scene === 'failing') {
    return [{ type: 'failed', message: 'The policy cannot be read.', hint: 'Reload the window.' }];
  }
  return explainMessages(found, message.requestNumber);
}

/** The messages that answer a request with a recorded explanation. */
export function explainMessages(
  { explained, variants, starter }: Recorded,
  requestNumber: number,
): readonly ToExplain[] {
  return [explained, variants, starter].map((message) => ({ ...message, requestNumber }));
}
