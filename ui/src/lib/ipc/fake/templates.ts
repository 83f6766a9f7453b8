// Check templates a site like this one would have made by now.

import type { Template } from '../bindings';
import { usualDraft } from '../../checks/drafts';
import { usualSketch } from '../../templates/sketches';

const tcp = (port: number) => {
  const { spec } = usualDraft(0, 'tcp');
  return usualSketch(spec.kind === 'tcp' ? { ...spec, port } : spec);
};
const usual = (...kinds: ('icmp' | 'quality' | 'agent' | 'http')[]) =>
  kinds.map((kind) => usualSketch(usualDraft(0, kind).spec));

export function templatesOf(ja: boolean): Template[] {
  return [
    {
      name: ja ? 'フロアスイッチ' : 'Access switch',
      checks: [...usual('icmp', 'quality', 'agent'), tcp(22)],
    },
    {
      name: ja ? 'Web サーバー' : 'Web server',
      checks: [...usual('icmp', 'http'), tcp(443)],
    },
  ];
}
