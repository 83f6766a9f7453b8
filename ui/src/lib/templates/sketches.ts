// Templates: what of a node's checks goes into one, and how the site's list is changed. Pure.

import type { Check, Sketch, Template } from '../ipc/bindings';
import { silent } from '../policy/policy';

/** A check that inherits everything. */
export const usualSketch = (spec: Sketch['spec']): Sketch => ({ name: '', spec, own: silent });

/** The checks of a node without the node. Composites look at checks of one node and stay out. */
export function sketchesOf(checks: readonly Check[]): Sketch[] {
  return checks
    .filter((check) => check.spec.kind !== 'composite')
    .map(({ name, spec, own }) => ({ name, spec: anyBox(spec), own: own ?? silent }));
}

/** The same without the hardware address, which is one box's own. */
function anyBox(spec: Sketch['spec']): Sketch['spec'] {
  return spec.kind === 'interface' ? { ...spec, port: { ...spec.port, mac: null } } : spec;
}

/** The list with this one in it, in the place of the one of the same name. */
export function kept(templates: readonly Template[], template: Template): Template[] {
  const place = templates.findIndex((other) => other.name.trim() === template.name.trim());
  return place < 0 ? [...templates, template] : templates.with(place, template);
}
