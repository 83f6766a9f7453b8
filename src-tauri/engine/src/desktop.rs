//! The desktop's notification service (org.freedesktop.Notifications on Linux, through notify-rust).

use std::collections::VecDeque;

use hinomi_model::notification::Reason;
use hinomi_model::settings::Language;
use hinomi_model::{Grade, IncidentId, Notification};
use notify_rust::{Hint, NotificationResponse, Timeout, Urgency};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// What a person pressed on a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    /// "Acknowledge".
    Acknowledge(IncidentId),
    /// "Open", or the notification itself.
    Open(IncidentId),
}

/// How many shown notifications are listened to at once; older ones can still be read.
const LISTENED: usize = 32;

/// The desktop, as far as it shows notifications.
#[derive(Debug)]
pub struct Desktop {
    pressed: mpsc::UnboundedSender<Pressed>,
    listening: VecDeque<(Option<IncidentId>, u32, JoinHandle<()>)>,
}

impl Desktop {
    /// Presses on notifications go to `pressed`.
    pub fn new(pressed: mpsc::UnboundedSender<Pressed>) -> Desktop {
        Desktop { pressed, listening: VecDeque::new() }
    }

    /// Shows a notification. News about an incident replaces what was shown of it before, so that
    /// there is never more than one per incident on the screen. The answer is the proof of
    /// delivery: who took it, and under which number.
    pub async fn show(
        &mut self,
        notification: &Notification,
        language: Language,
        sound: bool,
    ) -> Result<String, String> {
        let incident = notification.incident;
        let same = |other: &Option<IncidentId>| incident.is_some() && *other == incident;
        let shown = self.listening.iter().find(|(i, ..)| same(i)).map(|(_, id, _)| *id);
        let bubble = bubble(notification, language, sound, shown);
        let handle = bubble.show_async().await.map_err(|e| e.to_string())?;
        let id = handle.id();
        self.listening.retain(|(i, _, task)| {
            let old = same(i);
            if old {
                task.abort();
            }
            !old
        });
        let pressed = self.pressed.clone();
        let task = tokio::spawn(async move {
            let answer = |response: &NotificationResponse| {
                let Some(incident) = incident else { return };
                let what = match response {
                    NotificationResponse::Action(a) if a == "acknowledge" => {
                        Pressed::Acknowledge(incident)
                    }
                    NotificationResponse::Default | NotificationResponse::Action(_) => {
                        Pressed::Open(incident)
                    }
                    _ => return,
                };
                // Nobody listens only while the engine ends.
                let _ = pressed.send(what);
            };
            handle.wait_for_action_async(answer).await;
        });
        self.listening.push_back((incident, id, task));
        if self.listening.len() > LISTENED
            && let Some((.., oldest)) = self.listening.pop_front()
        {
            oldest.abort();
        }
        Ok(format!("{} #{id}", server().await))
    }
}

/// The name of the service that shows notifications.
async fn server() -> String {
    let asked = tokio::task::spawn_blocking(notify_rust::get_server_information).await;
    match asked {
        Ok(Ok(server)) => format!("{} {}", server.name, server.version),
        Ok(Err(_)) | Err(_) => "notification service".into(),
    }
}

fn bubble(
    notification: &Notification,
    language: Language,
    sound: bool,
    replaces: Option<u32>,
) -> notify_rust::Notification {
    let over = notification.reason == Reason::Resolved
        || notification.reason == Reason::FlappingEnded && notification.grade == Grade::Ok;
    let (open, acknowledge) = match language {
        Language::En => ("Open", "Acknowledge"),
        Language::Ja => ("開く", "確認済みにする"),
    };
    let mut bubble = notify_rust::Notification::new();
    bubble
        .appname("Hinomi")
        .icon("hinomi")
        .summary(&notification.title)
        // The body may be markup to the service; names come from the wire.
        .body(&escape(&notification.body))
        .hint(Hint::DesktopEntry("hinomi".into()))
        .hint(Hint::Custom("x-hinomi-id".into(), notification.id.to_string()))
        .urgency(if notification.grade == Grade::Critical {
            Urgency::Critical
        } else {
            Urgency::Normal
        })
        .timeout(if over { Timeout::Default } else { Timeout::Never });
    if notification.incident.is_some() {
        bubble.action("default", open).action("open", open);
        if !over {
            bubble.action("acknowledge", acknowledge);
        }
    }
    if sound {
        bubble.sound_name(match (over, notification.grade) {
            (true, _) => "complete",
            (false, Grade::Critical) => "dialog-error",
            (false, Grade::Ok | Grade::Unknown | Grade::Warning) => "dialog-warning",
        });
    }
    if let Some(id) = replaces {
        bubble.id(id);
    }
    bubble
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Shows a notification that is about nothing, to see whether one arrives: `Ok` with who took it,
/// `Err` with what was in the way, in the service's own words.
pub async fn test(language: Language) -> Result<String, String> {
    let (title, body) = match language {
        Language::En => ("Hinomi can reach you", "This is a test. Incidents will look like this."),
        Language::Ja => ("Hinomiからの通知テスト", "インシデント発生時は、このように通知します。"),
    };
    let mut bubble = notify_rust::Notification::new();
    bubble.appname("Hinomi").icon("hinomi").summary(title).body(body);
    let handle = bubble.show_async().await.map_err(|e| e.to_string())?;
    Ok(format!("{} #{}", server().await, handle.id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_the_wire_are_not_markup() {
        assert_eq!(escape("<b>&"), "&lt;b&gt;&amp;");
    }
}
