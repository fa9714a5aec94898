import type { FromExplain } from '../../../src/protocol/explain';
import { t } from '../common/texts';

/** Opens the review of the starter rules that are not in force. */
export function StarterButton({ send }: { readonly send: (message: FromExplain) => void }) {
  return (
    <button
      type="button"
      class="secondary"
      onClick={() => {
        send({ type: 'starterRules' });
      }}
    >
      {t('reviewStarterRules')}
    </button>
  );
}
