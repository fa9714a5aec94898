/** What proposes rules within the product: `rulewright-trainer`, `rulewright-starter`. */
const OWN = 'rulewright-';

/** Who proposed a change, for people: the product by its name. */
export function proposerName(proposedBy: string): string {
  return proposedBy.startsWith(OWN) ? 'Rulewright' : proposedBy;
}
