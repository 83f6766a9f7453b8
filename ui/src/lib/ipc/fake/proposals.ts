// Answers about what re-scans propose.

import type { NodeDraft, Proposal } from '../bindings';
import { draftAt } from '../../tools/review';
import { desk } from './desk';
import { edit, fail, or, type Answers } from './guard';

/** How long the fake looks again. */
const LASTS = 4000;

function carryOut(it: Proposal, put: (draft: NodeDraft) => number): number[] {
  desk.proposals.drop(it.id);
  if (it.proposed === 'new') {
    const seen = or(it.seen ?? undefined);
    const { name, kind, maker: vendor, mac, also } = seen;
    return [put({ ...draftAt(seen.address), name: name ?? '', kind, vendor, mac, also })];
  }
  const node = desk.nodes.get(it.node);
  if (node === undefined) return [];
  if (it.proposed === 'gone') desk.nodes.drop(it.node);
  else if (it.proposed === 'moved')
    desk.nodes.put(node.id, { ...node, address: it.to, also: it.seen?.also ?? [] });
  else if (it.proposed === 'replaced') desk.nodes.put(node.id, { ...node, mac: it.to });
  else if (it.proposed === 'renamed') desk.nodes.put(node.id, { ...node, name: it.to });
  else if (it.proposed === 'became') desk.nodes.put(node.id, { ...node, kind: it.to });
  return [];
}

export function proposals(
  put: (draft: NodeDraft) => number,
): Answers<'rescan' | 'proposals_accept' | 'proposals_dismiss'> {
  const say = (now: typeof desk.rescan): void => {
    desk.rescan = now;
    desk.rescanSeq = desk.clockwork.next();
  };
  return {
    rescan: edit(() => {
      if (desk.settings.rescan.ranges.length === 0) fail('not_found');
      say({ ...desk.rescan, under_way: true });
      setTimeout(() => say({ ...desk.rescan, under_way: false, ended: Date.now() }), LASTS);
      return {};
    }),
    proposals_accept: edit(({ proposals: ids }) => {
      const all = ids.map((id) => or(desk.proposals.get(id)));
      return all.flatMap((it) => carryOut(it, put));
    }),
    proposals_dismiss: edit(({ proposals: ids, dismissed }) => {
      for (const id of ids) {
        const it = or(desk.proposals.get(id));
        desk.proposals.put(id, { ...it, dismissed: dismissed ? Date.now() : null });
      }
      return {};
    }),
  };
}
