//! The notifier: takes notifications from the outbox, with patience, and writes down what became
//! of them. At least once: a notification sent but not yet written down when the power fails is
//! sent again, under the same identity.

use std::sync::Arc;
use std::time::Duration;

use hinomi_contacts::{Letter, Means, Secrets};
use hinomi_model::sent::next_try;
use hinomi_model::settings::Language;
use hinomi_model::{
    Delivery, MailServer, Notification, Program, Sent, Span, Way, What, Why, words,
};
use hinomi_net::Net;
use hinomi_store::Site;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::desktop::{Desktop, Pressed};
use crate::run::Message;
use crate::speech::Sentence;

/// Where notifications of this PC's desktop go.
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
    /// In which language its buttons are, and what is written of it into the log.
    pub language: Language,
    /// With a sound.
    pub sound: bool,
    /// With a spoken sentence.
    pub speak: bool,
    /// For a contact: what is said and how; `None` is this PC's desktop.
    pub post: Option<Box<Post>>,
}

/// A letter and the way it goes.
#[derive(Debug, Clone)]
pub struct Post {
    /// What is said.
    pub letter: Letter,
    /// How it goes.
    pub way: Way,
    /// What sends mail.
    pub mail: Option<MailServer>,
}

/// After this many tries (about an hour) the desktop is given up, and the log says so.
const TRIES: u32 = 60;
/// Letters under way at once.
const AT_ONCE: usize = 8;
/// How long one try may take.
const LIMIT: Duration = Duration::from_secs(30);

/// What the notifier works with.
#[derive(Clone)]
pub(crate) struct Notifier {
    pub(crate) voice: Voice,
    pub(crate) site: Site,
    pub(crate) net: Net,
    pub(crate) clock: Clock,
    pub(crate) ingest: mpsc::Sender<Message>,
    /// The pauses between tries of a letter.
    pub(crate) pauses: [Span; 5],
    /// The programs approved on this PC.
    pub(crate) approved: watch::Receiver<Arc<[Program]>>,
    /// What is to be spoken.
    pub(crate) speaker: mpsc::Sender<Sentence>,
    pub(crate) cancel: CancellationToken,
}

impl Notifier {
    /// Delivers errands until cancelled; what is left then stays in the outbox. The desktop shows
    /// one after the other; letters do not wait for each other, nor for it.
    pub(crate) async fn run(
        self,
        mut errands: mpsc::UnboundedReceiver<Errand>,
        pressed: mpsc::UnboundedSender<Pressed>,
    ) {
        let (bubbles, shown) = mpsc::unbounded_channel();
        let desktop = tokio::spawn(self.clone().show(shown, pressed));
        let (letters, places) = (TaskTracker::new(), Arc::new(Semaphore::new(AT_ONCE)));
        while let Some(Some(errand)) = self.cancel.run_until_cancelled(errands.recv()).await {
            match errand.post {
                None => {
                    self.speak(&errand);
                    let taken = bubbles.send(errand).is_ok() || self.cancel.is_cancelled();
                    assert!(taken, "the desktop's task ends only with this one");
                }
                Some(post) => {
                    let this = self.clone();
                    let Errand { notification, language, .. } = errand;
                    let places = Arc::clone(&places);
                    letters.spawn(async move {
                        this.post(notification, language, *post, places).await;
                    });
                }
            }
        }
        drop(bubbles);
        letters.close();
        letters.wait().await;
        // It ends because nothing more comes, or because it was cancelled as well.
        let _ = desktop.await;
    }

    /// Has it spoken too, unless more is being said already than anybody can listen to.
    fn speak(&self, errand: &Errand) {
        if errand.speak && self.voice == Voice::Desktop {
            let words = errand.notification.title.clone();
            let sentence = Sentence { words, language: errand.language };
            if self.speaker.try_send(sentence).is_err() {
                tracing::warn!("too much is to be said at once; a sentence is left out");
            }
        }
    }

    async fn show(
        self,
        mut errands: mpsc::UnboundedReceiver<Errand>,
        pressed: mpsc::UnboundedSender<Pressed>,
    ) {
        let mut desktop = Desktop::new(pressed);
        while let Some(Some(errand)) = self.cancel.run_until_cancelled(errands.recv()).await {
            if self.voice == Voice::Silent {
                continue;
            }
            let shown = deliver(&mut desktop, errand, self.clock);
            let Some(message) = self.cancel.run_until_cancelled(shown).await else { return };
            if self.ingest.send(message).await.is_err() {
                return;
            }
        }
    }

    /// Sends a letter, again and again as far as that is sensible.
    async fn post(
        self,
        mut notification: Notification,
        language: Language,
        mut post: Post,
        places: Arc<Semaphore>,
    ) {
        let mut tries = match notification.delivery {
            Delivery::Waiting { tries, .. } => tries,
            Delivery::Delivered { .. } | Delivery::Undelivered { .. } => return,
        };
        loop {
            let once = async {
                let _place = places.acquire().await.expect("the semaphore is never closed");
                self.once(&post).await
            };
            let Some(sent) = self.cancel.run_until_cancelled(once).await else { return };
            tries += 1;
            let waited = self.clock.now() - notification.queued;
            let pause = next_try(&self.pauses, tries, waited.max(Span::ZERO), &sent);
            let id = notification.id;
            let line = match (&sent, pause) {
                (Sent::Delivered { proof }, _) => {
                    notification.delivery = Delivery::Delivered { at: self.clock.now() };
                    Some(What::Delivered { notification: id, proof: proof.clone() })
                }
                (_, None) => {
                    notification.delivery = Delivery::Undelivered { at: self.clock.now() };
                    let why = why(&sent, language);
                    Some(What::Undelivered { notification: id, why })
                }
                (_, Some(_)) => {
                    notification.delivery = Delivery::Waiting { tries, after: None };
                    tracing::warn!(notification = %id, tries, why = why(&sent, Language::En), "a letter did not arrive yet");
                    None
                }
            };
            let message = Message::Delivered(Box::new((notification.clone(), line)));
            let kept = self.ingest.send(message).await.is_ok();
            let Some(pause) = pause.filter(|_| kept) else { return };
            let sleep = tokio::time::sleep(pause.into());
            if self.cancel.run_until_cancelled(sleep).await.is_none() {
                return;
            }
            self.look_up(&notification, &mut post).await;
        }
    }

    /// The way may have been put right since the last try, and its old secrets are gone by then.
    async fn look_up(&self, notification: &Notification, post: &mut Post) {
        let Some(to) = notification.to else { return };
        if let Ok(Some(contact)) = self.site.contact(to).await
            && let Some(way) = contact.ways.get(usize::from(notification.way))
        {
            post.way = way.clone();
        }
        if let Ok(settings) = self.site.settings().await {
            post.mail = settings.mail;
        }
    }

    /// Sends a letter once.
    pub(crate) async fn once(&self, post: &Post) -> Sent {
        let mut secrets = Secrets::new();
        for (id, kind) in hinomi_contacts::wanted(&post.way, post.mail.as_ref()) {
            match self.site.secret(id, kind).await {
                Ok(secret) => _ = secrets.insert(id, secret),
                Err(error) => {
                    tracing::warn!(%error, "a secret could not be read");
                    // The vault may be opened later.
                    return Sent::Deferred { why: Why::NoSecret, after: None };
                }
            }
        }
        let approved = Arc::clone(&self.approved.borrow());
        let means = Means {
            net: &self.net,
            mail: post.mail.as_ref(),
            secrets: &secrets,
            approved: &approved,
        };
        hinomi_contacts::send(&post.letter, &post.way, &means, LIMIT).await
    }
}

fn why(sent: &Sent, language: Language) -> String {
    match sent {
        Sent::Delivered { proof } => proof.clone(),
        Sent::Refused { why } | Sent::Deferred { why, .. } | Sent::Unreached { why } => {
            words::why(language, why).chars().take(300).collect()
        }
    }
}

async fn deliver(desktop: &mut Desktop, errand: Errand, clock: Clock) -> Message {
    let Errand { mut notification, language, sound, .. } = errand;
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
                return Message::Delivered(Box::new((notification, Some(line))));
            }
            Ok(Err(why)) => why,
            Err(_) => match language {
                Language::En => "the notification service did not answer within 10 s".to_owned(),
                Language::Ja => "通知サービスが10秒以内に応答しません".to_owned(),
            },
        };
        tracing::warn!(notification = %id, tries, why, "a notification could not be delivered");
        if tries >= TRIES {
            notification.delivery = Delivery::Undelivered { at: clock.now() };
            let line = What::Undelivered { notification: id, why: why.chars().take(300).collect() };
            return Message::Delivered(Box::new((notification, Some(line))));
        }
        tokio::time::sleep(
            Duration::from_secs(u64::from(tries.min(6)).pow(2)).min(Duration::from_secs(60)),
        )
        .await;
    }
}
