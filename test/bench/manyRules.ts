import { aRule } from '../support/aRule';

/** 10 000 rules with alternatives and texts. */
export const MANY_RULES = Array.from({ length: 10_000 }, (_, at) =>
  aRule({
    id: `${at}-3f6c1a52-0d1b-4b43-9d0c-0f8f6f1f7c11`,
    pattern: `^git push (?:[^|]* )?(?:-f|--force) origin-${at}\\b|^rm -rf /srv/data-${at}`,
    title: `Overwrites the branch ${at}`,
    reason: `It overwrites ${at} for others, and cannot be undone by them.`,
  }),
);
