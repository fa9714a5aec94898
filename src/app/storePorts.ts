import type { OpenStore } from '../store/openStore';
import type { AppPorts } from './ports';

/** The ports of the app that the store implements. */
export function storePorts(
  store: OpenStore,
): Pick<
  AppPorts,
  'policies' | 'agents' | 'inForce' | 'recovery' | 'unapproved' | 'removeTrustedKeys'
> {
  return {
    policies: store.policies,
    agents: store.agents,
    inForce: () => store.policyInForce(),
    recovery: {
      offer: () => store.recoveryOffer(),
      accept: (approval) => store.acceptRecovery(approval),
    },
    unapproved: {
      offer: () => store.historyOffer(),
      accept: (approval) => store.approveHistory(approval),
    },
    removeTrustedKeys: () => store.removeTrustedKeys(),
  };
}
