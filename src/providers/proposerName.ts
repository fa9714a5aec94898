/** Prefix of the product's own proposers: `rulewright-trainer`, `rulewright-starter`. */
const OWN = 'rulewright-';

/** The display name of a proposer; the product's own ones are all `Rulewright`. */
export function proposerName(proposedBy: string): string {
  return proposedBy.startsWith(OWN) ? 'Rulewright' : proposedBy;
}
