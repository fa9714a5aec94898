import type { HistoryState, ModelState, QueueState } from '../../src/protocol/dashboard';
import type { Review } from '../../src/protocol/reviewer';
import { fullHistory, hostileHistory, modelReport, queueItems } from './dashboardFixture';
import {
  decidedReview,
  hostileReview,
  largeReview,
  rollbackReview,
  suggestionReview,
} from './reviewFixture';
import { HOSTILE } from './rulesFixture';

/** Situations the tester can put the pages in. */
export const SCENES = [
  'filled',
  'empty',
  'busy',
  'failing',
  'rollback',
  'decided',
  'stale',
  'large',
  'hostile',
] as const;
export type Scene = (typeof SCENES)[number];

/** The scene of that name, or `filled`. */
export function sceneOf(name: string | null): Scene {
  return SCENES.find((scene) => scene === name) ?? 'filled';
}

/** What the reviewer shows in a scene; nothing where it has nothing to show. */
export function sceneReview(scene: Scene): Review | undefined {
  switch (scene) {
    case 'empty':
    case 'busy':
      return undefined;
    case 'rollback':
      return rollbackReview();
    case 'decided':
      return decidedReview();
    case 'large':
      return largeReview();
    case 'hostile':
      return hostileReview();
    case 'filled':
    case 'failing':
    case 'stale':
      return suggestionReview();
  }
}

const FAILED = {
  state: 'failed',
  message: 'The command history cannot be read: the folder is gone.',
  hint: 'Check that the disk is there, then try again.',
} as const;

/** The history in a scene. */
export function sceneHistory(scene: Scene): HistoryState {
  switch (scene) {
    case 'empty':
      return { state: 'ready', rows: [], total: 0, recording: false };
    case 'busy':
      return { state: 'loading' };
    case 'failing':
      return FAILED;
    case 'large':
      return fullHistory(5000);
    case 'hostile':
      return hostileHistory();
    case 'filled':
    case 'rollback':
    case 'decided':
    case 'stale':
      return fullHistory(40);
  }
}

/** The label queue in a scene. */
export function sceneQueue(scene: Scene): QueueState {
  if (scene === 'busy') return { state: 'loading' };
  if (scene === 'failing') return FAILED;
  if (scene === 'empty') {
    return {
      state: 'ready',
      items: [],
      note: 'Train a model first: it says what it is unsure of.',
    };
  }
  if (scene === 'hostile') {
    const items = HOSTILE.map((command, index) => ({
      eventId: `h-${index}`,
      command,
      omitted: 0,
      seen: 1,
      risk: 0.5,
    }));
    return { state: 'ready', items };
  }
  return { state: 'ready', items: queueItems() };
}

/** The model in a scene. */
export function sceneModel(scene: Scene): ModelState {
  if (scene === 'busy')
    return {
      state: 'training',
      title: 'Learning from the command history',
      stage: 'growing trees',
      done: 64,
      total: 200,
    };
  if (scene === 'failing') {
    return {
      state: 'failed',
      message: 'The model was made by an older version of Rulewright.',
      hint: 'Train again: labels are kept.',
    };
  }
  if (scene === 'empty') return { state: 'none', labelled: { safe: 3, unsafe: 0 } };
  return { state: 'ready', report: modelReport() };
}
