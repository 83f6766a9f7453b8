// Answers about incidents.

import { desk } from './desk';
import { edit, fail, operator, or, type Answers } from './guard';

export const incidents: Answers<
  | 'incidents'
  | 'incident'
  | 'incident_acknowledge'
  | 'incident_unacknowledge'
  | 'incident_note'
  | 'incident_close'
  | 'incident_classify'
  | 'incident_merge'
> = {
  incidents: (filter) =>
    desk.incidents
      .all()
      .filter(
        (i) =>
          (!filter.open || i.resolved === null) &&
          (filter.node === null || i.node === filter.node) &&
          i.node_name.toLowerCase().includes(filter.text.toLowerCase()) &&
          (filter.before === null || i.started < filter.before),
      )
      .sort((a, b) => b.started - a.started)
      .slice(0, filter.most),
  incident: ({ incident }) => {
    const row = or(desk.incidents.get(incident));
    return {
      incident: row,
      log: desk.logs.get(incident) ?? [],
      broken_at: null,
      notifications: desk.notifications.get(incident) ?? [],
      runbooks: desk.runbooks
        .all()
        .filter((r) => r.nodes.includes(row.node))
        .map((r) => r.id),
      before: desk.incidents
        .all()
        .filter((i) => i.node === row.node && i.started < row.started)
        .sort((a, b) => b.started - a.started)
        .slice(0, 5),
    };
  },
  incident_acknowledge: edit(({ incident, text, sticky, until }) => {
    const at = Date.now();
    const acknowledged = { by: operator(), at, note: text, sticky, until };
    if (!desk.incidents.change(incident, (i) => ({ ...i, acknowledged }))) fail('not_found');
    desk.log(incident, at, { what: 'acknowledged', note: text, sticky, until }, operator());
    return {};
  }),
  incident_unacknowledge: edit(({ incident }) => {
    desk.incidents.change(incident, (i) => ({ ...i, acknowledged: null }));
    desk.log(incident, Date.now(), { what: 'unacknowledged' }, operator());
    return {};
  }),
  incident_note: edit(({ incident, text }) => {
    if (text.trim() === '') fail('fields', '', [{ field: 'text', problem: 'empty' }]);
    desk.log(incident, Date.now(), { what: 'note', text }, operator());
    desk.incidents.change(incident, (i) => ({ ...i }));
    return {};
  }),
  incident_close: edit(({ incident, cause, prevention }) => {
    const at = Date.now();
    const closed = { by: operator(), at, cause, prevention };
    if (!desk.incidents.change(incident, (i) => ({ ...i, closed }))) fail('not_found');
    desk.log(incident, at, { what: 'closed', cause, prevention }, operator());
    return {};
  }),
  incident_classify: edit(({ incident, planned, reason }) => {
    if (reason.trim() === '') fail('fields', '', [{ field: 'reason', problem: 'empty' }]);
    const at = Date.now();
    const said = { by: operator(), at, planned, reason };
    if (!desk.incidents.change(incident, (i) => ({ ...i, planned: said }))) fail('not_found');
    desk.log(incident, at, { what: 'classified', planned, reason }, operator());
    return {};
  }),
  incident_merge: edit(({ from, into }) => {
    const at = Date.now();
    const [part, whole] = [or(desk.incidents.get(from)), or(desk.incidents.get(into))];
    if (from === into || part.resolved !== null || whole.resolved !== null) fail('not_found');
    desk.log(into, at, { what: 'absorbed', part: from }, operator());
    desk.log(from, at, { what: 'merged', into }, operator());
    const home = { node: part.node, name: part.node_name, unreachable: false, affected: false };
    const moved = part.members.map((m) => ({
      ...m,
      place: (m.place?.node ?? part.node) === whole.node ? null : (m.place ?? home),
    }));
    desk.incidents.put(into, { ...whole, members: [...whole.members, ...moved] });
    desk.incidents.put(from, {
      ...part,
      members: part.members.map((m) => ({ ...m, grade: 'ok' as const, since: at })),
      flapping: [],
      merged: into,
      resolved: { at, ended: at, uncertainty: 0 },
    });
    return {};
  }),
};
