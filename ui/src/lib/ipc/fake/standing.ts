// Where the fake's PC stands.

import type { Fingerprint, Stamp, VantageState, VantageView } from '../bindings';
import type { SceneName } from './scene';

const MINUTE = 60_000;

/** The site's own network. */
export const home: Fingerprint = {
  gateway_mac: '02:00:5e:10:00:01',
  gateway: '192.168.10.1',
  subnet: '192.168.10.0/24',
  domain: 'honsha.example.jp',
};

/** Somebody's kitchen table. */
export const elsewhere: Fingerprint = {
  gateway_mac: '02:00:5e:99:aa:01',
  gateway: '192.168.1.254',
  subnet: '192.168.1.0/24',
  domain: null,
};

/** Since when this PC has been cut off, in the scene that plays it. */
export const lostSince = (start: Stamp): Stamp => start - 4 * MINUTE;
/** Since when it has stood elsewhere. */
export const awaySince = (start: Stamp): Stamp => start - 26 * MINUTE;

export function vantageOf(scene: SceneName, start: Stamp): VantageState {
  return {
    lost: scene === 'offline' ? lostSince(start) : null,
    off_site: scene === 'offsite',
    network: scene === 'offsite' ? elsewhere : home,
    canaries: [scene === 'offsite' ? '192.168.1.254' : '192.168.10.1', '192.0.2.1'],
  };
}

export function viewOf(scene: SceneName): VantageView {
  const away = scene === 'offsite';
  return {
    interface: away ? 'wlp2s0' : 'enp3s0',
    address: away ? '192.168.1.23' : '192.168.10.250',
    gateway: away ? '192.168.1.254' : '192.168.10.1',
    host: 'this-pc',
  };
}
