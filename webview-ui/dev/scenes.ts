import type {
  HistoryState,
  ModelState,
  OverviewState,
  QueueState,
} from '../../src/protocol/dashboard';
import type { Review } from '../../src/protocol/reviewer';
import {
  emptyHistory,
  fullHistory,
  hostileHistory,
  hostileOverview,
  modelReport,
  queueItems,
} from './dashboardFixture';
import {
  answeredReview,
  askingReview,
  decidedReview,
  hostileReview,
  jointReview,
  largeReview,
  rollbackReview,
  starterReview,
  suggestionReview,
} from './reviewFixture';
import { RECORDED } from './recorded';

/** The scenes of the tester. */
export const SCENES = [
  'filled',
  'asking',
  'starter',
  'answered',
  'joint',
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

/** The scenes in which the content of a page differs. */
export const SCENES_OF = {
  reviewer: SCENES,
  dashboard: ['filled', 'empty', 'busy', 'failing', 'large', 'hostile'],
  setup: ['filled', 'asking', 'empty', 'busy', 'failing', 'hostile'],
  explain: SCENES,
} as const satisfies Record<string, readonly Scene[]>;

/** The scene with this name; `filled` by default. */
export function sceneOf(name: string | null): Scene {
  return SCENES.find((scene) => scene === name) ?? 'filled';
}

/** The review of a scene, if it has one. */
export function sceneReview(scene: Scene): Review | undefined {
  switch (scene) {
    case 'empty':
    case 'busy':
      return undefined;
    case 'asking':
      return askingReview();
    case 'starter':
      return starterReview();
    case 'answered':
      return answeredReview();
    case 'joint':
      return jointReview();
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

/** The history of a scene; undefined while it is loading. */
export function sceneHistory(scene: Scene): HistoryState | undefined {
  switch (scene) {
    case 'empty':
      return emptyHistory();
    case 'busy':
      return undefined;
    case 'failing':
      return FAILED;
    case 'large':
      return fullHistory(5000);
    case 'hostile':
      return hostileHistory();
    case 'starter':
    case 'answered':
    case 'joint':
    case 'filled':
    case 'asking':
    case 'rollback':
    case 'decided':
    case 'stale':
      return fullHistory(40);
  }
}

/** The overview of a scene; undefined while it is loading. */
export function sceneOverview(scene: Scene): OverviewState | undefined {
  if (scene === 'busy') return undefined;
  if (scene === 'failing') return FAILED;
  if (scene === 'empty') return RECORDED.start.overview;
  return scene === 'hostile' ? hostileOverview() : RECORDED.later.overview;
}

/** The label queue of a scene; undefined while it is loading. */
export function sceneQueue(scene: Scene): QueueState | undefined {
  if (scene === 'busy') return undefined;
  if (scene === 'failing') return FAILED;
  if (scene === 'empty') return RECORDED.start.queue;
  if (scene === 'hostile') {
    const items = hostileHistory().rows.map(({ id, command, omitted }) => ({
      ...{ eventId: id, command, omitted },
      seen: 1,
      risk: 0.5,
    }));
    return { state: 'ready', items };
  }
  return { state: 'ready', items: queueItems() };
}

/** The model of a scene. */
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
  if (scene === 'empty') return RECORDED.start.model;
  return { state: 'ready', report: modelReport() };
}
