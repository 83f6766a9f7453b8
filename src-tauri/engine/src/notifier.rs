//! The notifier: takes notifications from the outbox, with patience, and writes down what became
//! of them. At least once: a notification sent but not yet written down when the power fails is
//! sent again, under the same number.

use std::time::Duration;

use hinomi_model::settings::Language;
use hinomi_model::{Delivery, Notification, What};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::desktop::{Desktop, Pressed};
use crate::run::Message;

/// Where notifications go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Voice {
    /// To the desktop's notification service.
    #[default]
    Desktop,
    /// Nowhere: they stay in the outbox. For machines without a desktop, and for tests.
    Silent,
}

/// One notification to deliver.
#[derive(Debug, Clone)]
pub struct Errand {
    /// What to deliver.
    pub notification: Notification,
    /// In which language its buttons are.
    pub language: Language,
    /// With a sound.
    pub sound: bool,
}

/// After this many tries (about an hour) a notification is given up, and the log says so.
const TRIES: u32 = 60;

/// Delivers errands one after the other until cancelled; what is left then stays in the outbox.
pub(crate) async fn run(
    voice: Voice,
    mut errands: mpsc::UnboundedReceiver<Errand>,
    pressed: mpsc::UnboundedSender<Pressed>,
    ingest: mpsc::Sender<Message>,
    clock: Clock,
    cancel: CancellationToken,
) {
    let mut desktop = Desktop::new(pressed);
    while let Some(Some(errand)) = cancel.run_until_cancelled(errands.recv()).await {
        if voice == Voice::Silent {
            continue;
        }
        let Some(message) = cancel.run_until_cancelled(deliver(&mut desktop, errand, clock)).await
        else {
            return;
        };
        if ingest.send(message).await.is_err() {
            return;
        }
    }
}

async fn deliver(desktop: &mut Desktop, errand: Errand, clock: Clock) -> Message {
    let Errand { mut notification, language, sound } = errand;
    let id = notification.id;
    let mut tries = 0;
    loop {
        tries += 1;
        let limit = Duration::from_secs(10);
        let shown = tokio::time::timeout(limit, desktop.show(&notification, language, sound)).await;
        let why = match shown {
            Ok(Ok(proof)) => {
                notification.delivery = Delivery::Delivered { at: clock.now() };
                let line = What::Delivered { notification: id, proof };
                return Message::Delivered(Box::new((notification, line)));
            }
            Ok(Err(why)) => why,
            Err(_) => "the notification service did not answer within 10 s".to_owned(),
        };
        tracing::warn!(notification = %id, tries, why, "a notification could not be delivered");
        if tries >= TRIES {
            notification.delivery = Delivery::Undelivered { at: clock.now() };
            let line = What::Undelivered { notification: id, why: why.chars().take(300).collect() };
            return Message::Delivered(Box::new((notification, line)));
        }
        tokio::time::sleep(
            Duration::from_secs(u64::from(tries.min(6)).pow(2)).min(Duration::from_secs(60)),
        )
        .await;
    }
}
