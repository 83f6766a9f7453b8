//! Maintenance windows: what is expected just now, and what people plan.

use hinomi_model::{
    Check, FieldError, Incident, MaintenanceWindow, Problem, Scope, Span, Stamp, WindowId,
};
use hinomi_store::Edit;

use crate::core::Core;
use crate::feed::Key;
use crate::wish::{Granted, Refusal};

/// Windows are looked at this often; they begin and end on minutes, as people plan.
const EVERY: Span = Span::seconds(5);

impl Core {
    /// Which windows are on now?
    pub(crate) fn look_at_windows(&mut self, now: Stamp) {
        let due = self.windows_looked.is_none_or(|at| now - at >= EVERY || now < at);
        if self.world.windows.is_empty() || !due {
            return;
        }
        self.windows_looked = Some(now);
        let on = |w: &&MaintenanceWindow| w.is_on(now, &self.zone);
        let on: Vec<WindowId> = self.world.windows.values().filter(on).map(|w| w.id).collect();
        for id in on.iter().chain(&self.windows_on) {
            if on.contains(id) != self.windows_on.contains(id) {
                self.feed.touch(Key::Window(*id));
            }
        }
        self.windows_on = on;
    }

    /// The first trouble of a flexible window begins it.
    pub(crate) fn begin_flexible(&mut self, check: &Check, since: Stamp) {
        let waiting = self.world.windows.values().filter(|w| w.would_begin(since));
        let begun: Vec<MaintenanceWindow> = waiting
            .filter(|w| self.covers(w, check))
            .map(|w| MaintenanceWindow { begun: Some(since), ..w.clone() })
            .collect();
        begun.into_iter().for_each(|w| self.keep_window(w));
    }

    fn covers(&self, window: &MaintenanceWindow, check: &Check) -> bool {
        let group = self.world.nodes.get(&check.node).and_then(|n| n.group);
        window.covers(check.id, check.node, group)
    }

    /// Is all of an incident's trouble expected by plan just now?
    pub(crate) fn is_planned(&self, incident: &Incident) -> bool {
        if self.windows_on.is_empty() {
            return false;
        }
        let on: Vec<&MaintenanceWindow> =
            self.windows_on.iter().filter_map(|id| self.world.windows.get(id)).collect();
        let site = on.iter().any(|w| w.scope == Scope::Site);
        // What cannot be reached because of something planned is expected with it.
        let mut own = incident.members.iter().filter(|m| {
            !m.place.as_ref().is_some_and(|p| p.unreachable)
                && (m.grade.is_trouble() || !incident.is_open())
        });
        site || own.all(|m| {
            let group = self.world.nodes.get(&incident.node_of(m)).and_then(|n| n.group);
            on.iter().any(|w| w.covers(m.check, incident.node_of(m), group))
        })
    }

    fn keep_window(&mut self, window: MaintenanceWindow) {
        self.out.batch.edits.push(Edit::PutWindow(window.clone()));
        self.feed.touch(Key::Window(window.id));
        self.world.windows.insert(window.id, window);
        self.windows_looked = None;
    }

    /// Plans or changes a window.
    pub(crate) fn put_window(
        &mut self,
        window: MaintenanceWindow,
        now: Stamp,
    ) -> Result<Granted, Refusal> {
        let mut wrong = window.check().err().unwrap_or_default();
        let known = match &window.scope {
            Scope::Site => true,
            Scope::Groups(all) => all.iter().all(|id| self.world.groups.contains_key(id)),
            Scope::Nodes(all) => all.iter().all(|id| self.world.nodes.contains_key(id)),
            Scope::Checks(all) => all.iter().all(|id| self.world.checks.contains_key(id)),
        };
        if !known {
            wrong.push(FieldError { field: "scope".into(), problem: Problem::NoSuchThing });
        }
        if !wrong.is_empty() {
            return Err(Refusal::Fields(wrong));
        }
        let window = match self.world.windows.get(&window.id) {
            Some(old) => MaintenanceWindow { made: old.made, begun: old.begun, ..window },
            None if window.id.0 == 0 => {
                let id = self.world.ids.next_window();
                MaintenanceWindow { id, made: now, begun: None, ..window }
            }
            None => return Err(Refusal::NotFound("the maintenance window")),
        };
        let id = window.id;
        self.keep_window(window);
        Ok(Granted::Window(id))
    }

    /// Calls a window off.
    pub(crate) fn drop_window(&mut self, id: WindowId) -> Result<Granted, Refusal> {
        match self.world.windows.contains_key(&id) {
            true => self.forget_window(id),
            false => return Err(Refusal::NotFound("the maintenance window")),
        }
        Ok(Granted::Done)
    }

    fn forget_window(&mut self, id: WindowId) {
        self.world.windows.remove(&id);
        self.windows_on.retain(|on| *on != id);
        self.windows_looked = None;
        self.out.batch.edits.push(Edit::DropWindow(id));
        self.feed.remove(Key::Window(id));
    }

    /// What windows cover is gone; those that cover nothing any more go with it.
    pub(crate) fn uncover(&mut self, gone: impl Fn(&mut Scope)) {
        let windows: Vec<MaintenanceWindow> = self.world.windows.values().cloned().collect();
        for mut window in windows {
            gone(&mut window.scope);
            match self.world.windows[&window.id].scope == window.scope {
                true => {}
                false if window.scope.is_empty() => self.forget_window(window.id),
                false => self.keep_window(window),
            }
        }
    }
}
