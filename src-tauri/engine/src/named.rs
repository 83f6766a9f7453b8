//! Where the nodes are that are known by a DNS name, so that what comes from there is theirs.

use std::net::IpAddr;
use std::time::Duration;

use futures::StreamExt;
use hinomi_model::check::Family;
use hinomi_model::{Address, NodeId};
use hinomi_net::Net;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::listening::Heed;
use crate::run::Message;

/// Names are looked up again this often.
const EVERY: Duration = Duration::from_secs(300);
/// A look-up takes no longer than this.
const NAMES: Duration = Duration::from_secs(5);
/// Names looked up abreast.
const ABREAST: usize = 8;

/// Looks names up until cancelled, as long as traps are to be heard.
pub(crate) async fn run(
    net: Net,
    mut heed: watch::Receiver<Heed>,
    ingest: mpsc::Sender<Message>,
    cancel: CancellationToken,
) {
    let looking = async {
        loop {
            let Heed { port, named, .. } = heed.borrow_and_update().clone();
            if port.is_some() && !named.is_empty() {
                let found = find(&net, &named).await;
                if ingest.send(Message::Found(found)).await.is_err() {
                    return;
                }
            }
            let same = |now: &Heed| now.named == named && now.port == port;
            let changed = heed.wait_for(|now| !same(now));
            if matches!(tokio::time::timeout(EVERY, changed).await, Ok(Err(_))) {
                return;
            }
        }
    };
    cancel.run_until_cancelled(looking).await;
}

/// Those whose name was answered; that another's was not is told by its own checks.
pub(crate) async fn find(net: &Net, named: &[(NodeId, String)]) -> Vec<(NodeId, Vec<IpAddr>)> {
    let each = named.iter().map(|(node, name)| async move {
        let name = Address::Name(name.clone());
        let found = net.names.addresses(&name, Family::Any, NAMES).await;
        found.ok().map(|found| (*node, found))
    });
    let each: Vec<_> = each.collect();
    let found: Vec<_> = futures::stream::iter(each).buffer_unordered(ABREAST).collect().await;
    found.into_iter().flatten().collect()
}
