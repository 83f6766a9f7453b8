import { expect, it } from 'vitest';
import { isSame, networkName } from './network';

const home = { gateway_mac: '02:00', gateway: '10.0.0.1', subnet: '10.0.0.0/24', domain: 'a.jp' };

it('is the same network by its gateway, whatever else changed', () => {
  expect(isSame(home, { ...home, subnet: '10.0.1.0/24', domain: null })).toBe(true);
});

it('is the same with another gateway only if subnet and domain agree', () => {
  const other = { ...home, gateway_mac: '02:99' };
  expect(isSame(home, other)).toBe(true);
  expect(isSame(home, { ...other, domain: null }), 'because many share a subnet').toBe(false);
});

it('is called by what people know of it', () => {
  expect(networkName(home)).toBe('10.0.0.0/24 a.jp');
  expect(networkName({ ...home, subnet: null, domain: null })).toBe('10.0.0.1');
});
