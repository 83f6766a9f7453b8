// Networks as people and Hinomi recognise them. Pure.

import type { Fingerprint } from '../ipc/bindings';

/** By the subnet and the domain, or whatever else is known. */
export function networkName({ subnet, domain, gateway, gateway_mac }: Fingerprint): string {
  const known = [subnet, domain].filter((x) => x !== null);
  return known.length > 0 ? known.join(' ') : (gateway ?? gateway_mac ?? '');
}

/** As `Fingerprint::is_same` in the model. */
export function isSame(a: Fingerprint, b: Fingerprint): boolean {
  if (a.gateway_mac !== null && a.gateway_mac === b.gateway_mac) return true;
  const macUnknown = a.gateway_mac === null || b.gateway_mac === null;
  const sameDomain = a.domain !== null && a.domain === b.domain;
  return (
    a.subnet !== null &&
    a.subnet === b.subnet &&
    (sameDomain || (macUnknown && a.gateway === b.gateway))
  );
}
