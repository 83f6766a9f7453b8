import { expect, it } from 'vitest';

import { silent } from '../policy/policy';
import { check } from '../world/made';
import { usualDraft } from '../checks/drafts';
import { kept, sketchesOf, usualSketch } from './sketches';

it('takes everything of a node but what names its own checks', () => {
  const own = { ...silent, every: 300_000 };
  const web = check(1, 7, { name: 'web', spec: usualDraft(7, 'http').spec, own });
  const both = check(2, 7, { spec: usualDraft(7, 'composite').spec });
  expect(sketchesOf([web, both])).toEqual([{ name: 'web', spec: web.spec, own }]);
});

it('leaves out the hardware address of an interface, which no other box has', () => {
  const { spec } = usualDraft(7, 'interface');
  if (spec.kind !== 'interface') throw new Error('because it was made of that kind');
  const port = { ...spec.port, name: 'Gi0/1', mac: '00:00:5e:00:53:01', index: 3 };
  const [sketch] = sketchesOf([check(1, 7, { spec: { ...spec, port } })]);
  expect(sketch?.spec).toEqual({ ...spec, port: { ...port, mac: null } });
});

it('replaces the template of the same name, in its place', () => {
  const template = (name: string, port: number) => {
    const { spec } = usualDraft(0, 'tcp');
    return { name, checks: [usualSketch(spec.kind === 'tcp' ? { ...spec, port } : spec)] };
  };
  const all = [template('web', 80), template('mail', 25)];
  const changed = kept(all, template('web ', 443));
  expect(changed.map((t) => t.name)).toEqual(['web ', 'mail']);
  expect(kept(all, template('ssh', 22)).map((t) => t.name)).toEqual(['web', 'mail', 'ssh']);
});
