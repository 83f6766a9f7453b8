//! Secrets: sealed at rest, bound to their place, opened by who may.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use hinomi_model::contact::Security;
use hinomi_model::settings::Language;
use hinomi_model::snmp::{Access, AuthProtocol, Encryption, Login, PORT, PrivProtocol, Signing};
use hinomi_model::{
    Address, Contact, ContactId, Form, MailServer, Node, NodeId, Secret, SecretId, SecretKind,
    Settings, VaultState, Way,
};
use hinomi_store::{Batch, Edit, Keychain, Site, SiteError, VaultError};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

const PASSPHRASE: &str = "a tower of 火の見 wood";
const PLAIN: &str = "correct-horse-battery-staple-1";

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("vault.hinomi")
    }

    async fn site(&self) -> Site {
        let site = Site::create(self.path(), &Settings::default()).await.unwrap();
        site.set_passphrase(None, &secret(PASSPHRASE)).await.unwrap();
        site
    }

    /// Does any file of the site hold these octets?
    fn holds(&self, what: &[u8]) -> bool {
        let files = std::fs::read_dir(self.folder.path()).unwrap().flatten();
        let mut contents = files.map(|file| std::fs::read(file.path()).unwrap());
        contents.any(|content| content.windows(what.len()).any(|w| w == what))
    }
}

async fn tamper(path: &Path, sql: &'static str) {
    let mut conn = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    sqlx::raw_sql(sql).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
}

async fn refusal(site: &Site, id: SecretId, kind: SecretKind) -> VaultError {
    site.secret(id, kind).await.err().expect("a refusal")
}

#[tokio::test]
async fn a_secret_comes_back_after_the_vault_was_locked_and_unlocked() {
    let desk = Desk::new();
    let site = desk.site().await;
    let id = site.put_secret(SecretKind::Ssh, &secret(PLAIN)).await.unwrap();
    site.close().await;

    let site = Site::open(desk.path()).await.unwrap();
    let status = site.vault_status().await.unwrap();
    assert_eq!((status.state, status.secrets), (VaultState::Locked, 1));
    assert!(status.passphrase && !status.keychain && !status.keychain_here);
    let locked = refusal(&site, id, SecretKind::Ssh).await;
    assert!(matches!(locked, VaultError::Locked), "{locked}");
    site.unlock(&secret(PASSPHRASE)).await.unwrap();
    assert_eq!(site.secret(id, SecretKind::Ssh).await.unwrap().reveal(), PLAIN);
    site.lock_vault();
    assert!(matches!(refusal(&site, id, SecretKind::Ssh).await, VaultError::Locked));
    let put = site.put_secret(SecretKind::Community, &secret("t")).await.err().unwrap();
    assert!(matches!(put, VaultError::Locked), "because nothing can be sealed without the key");
}

#[tokio::test]
async fn nothing_of_it_can_be_read_in_the_file_or_its_log() {
    let desk = Desk::new();
    let site = desk.site().await;
    site.put_secret(SecretKind::Token, &secret(PLAIN)).await.unwrap();
    assert!(desk.holds(b"SQLite format 3"), "because this looks where it should");
    for part in [PLAIN, &PLAIN[..12], PASSPHRASE, "tower of"] {
        assert!(!desk.holds(part.as_bytes()), "because {part:?} must not lie in file or log");
    }
    let shown = format!("{site:?} {:?}", site.vault_status().await.unwrap());
    assert!(!shown.contains(PLAIN) && !shown.contains("tower"), "{shown}");
    site.close().await;
    assert!(!desk.holds(PLAIN.as_bytes()));
}

#[tokio::test]
async fn a_wrong_passphrase_says_so() {
    let desk = Desk::new();
    desk.site().await.close().await;
    let site = Site::open(desk.path()).await.unwrap();
    let wrong = site.unlock(&secret("a tower of steel")).await.err().unwrap();
    assert!(matches!(wrong, VaultError::WrongPassphrase));
    assert_eq!(wrong.to_string(), "this is not the passphrase of the vault");
    assert_eq!(site.vault_status().await.unwrap().state, VaultState::Locked);
}

#[tokio::test]
async fn rows_that_were_swapped_or_renamed_do_not_open() {
    let desk = Desk::new();
    let site = desk.site().await;
    let one = site.put_secret(SecretKind::Ssh, &secret("one")).await.unwrap();
    let two = site.put_secret(SecretKind::Ssh, &secret("two")).await.unwrap();
    let mail = site.put_secret(SecretKind::MailPassword, &secret("mail")).await.unwrap();
    site.close().await;
    tamper(
        &desk.path(),
        "UPDATE secrets SET id = 100 WHERE id = 1; UPDATE secrets SET id = 1 WHERE id = 2;
         UPDATE secrets SET id = 2 WHERE id = 100;
         UPDATE secrets SET kind = 'ssh' WHERE id = 3",
    )
    .await;
    let site = Site::open(desk.path()).await.unwrap();
    site.unlock(&secret(PASSPHRASE)).await.unwrap();
    for id in [one, two, mail] {
        let refused = refusal(&site, id, SecretKind::Ssh).await;
        assert!(matches!(refused, VaultError::Tampered { id: of } if of == id), "{refused}");
    }
}

#[tokio::test]
async fn a_secret_is_only_given_out_for_what_it_is_for() {
    let desk = Desk::new();
    let site = desk.site().await;
    let id = site.put_secret(SecretKind::MailPassword, &secret(PLAIN)).await.unwrap();
    let refused = refusal(&site, id, SecretKind::HookUrl).await;
    assert!(
        matches!(refused, VaultError::NoSuchSecret { .. }),
        "because a mail password is no URL"
    );
}

#[tokio::test]
async fn a_new_passphrase_wants_the_old_one_and_seals_everything_anew() {
    let desk = Desk::new();
    let site = desk.site().await;
    let id = site.put_secret(SecretKind::Ssh, &secret(PLAIN)).await.unwrap();
    site.close().await;
    let old_copy = desk.folder.path().join("copy.hinomi");
    std::fs::copy(desk.path(), &old_copy).unwrap();

    let site = Site::open(desk.path()).await.unwrap();
    let new = secret("another tower, of steel");
    let locked = site.set_passphrase(Some(&secret(PASSPHRASE)), &new).await.err().unwrap();
    assert!(matches!(locked, VaultError::Locked));
    site.unlock(&secret(PASSPHRASE)).await.unwrap();
    let without = site.set_passphrase(None, &new).await.err().unwrap();
    assert!(matches!(without, VaultError::OldPassphraseNeeded));
    let wrong = site.set_passphrase(Some(&secret("not this one")), &new).await.err().unwrap();
    assert!(matches!(wrong, VaultError::WrongPassphrase));
    let short = site.set_passphrase(Some(&secret(PASSPHRASE)), &secret("1234567")).await;
    assert!(matches!(short, Err(VaultError::PassphraseTooShort { least: 8 })));
    site.set_passphrase(Some(&secret(PASSPHRASE)), &new).await.unwrap();
    assert_eq!(site.secret(id, SecretKind::Ssh).await.unwrap().reveal(), PLAIN);
    let row = sealed(&desk.path()).await;
    site.close().await;
    assert_ne!(row, sealed(&old_copy).await, "because every row is sealed with a new data key");

    let site = Site::open(desk.path()).await.unwrap();
    let old = site.unlock(&secret(PASSPHRASE)).await.err().unwrap();
    assert!(matches!(old, VaultError::WrongPassphrase), "because it is not in force any more");
    site.unlock(&new).await.unwrap();
    assert_eq!(site.secret(id, SecretKind::Ssh).await.unwrap().reveal(), PLAIN);
}

async fn sealed(path: &Path) -> Vec<Vec<u8>> {
    let mut conn =
        SqliteConnectOptions::new().filename(path).read_only(true).connect().await.unwrap();
    let rows = sqlx::query_scalar("SELECT sealed FROM secrets").fetch_all(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    rows
}

#[tokio::test]
async fn what_was_forgotten_or_wiped_is_gone_from_the_file() {
    let desk = Desk::new();
    let site = desk.site().await;
    let forgotten = site.put_secret(SecretKind::Token, &secret("forgotten")).await.unwrap();
    let kept = site.put_secret(SecretKind::Token, &secret("kept")).await.unwrap();
    let rows = sealed(&desk.path()).await;
    site.forget_secret(forgotten).await.unwrap();
    assert!(matches!(
        refusal(&site, forgotten, SecretKind::Token).await,
        VaultError::NoSuchSecret { .. }
    ));
    assert!(!desk.holds(&rows[0]), "because even what was sealed is overwritten");
    assert!(desk.holds(&rows[1]));
    site.wipe_secrets().await.unwrap();
    assert!(!desk.holds(&rows[1]));
    let status = site.vault_status().await.unwrap();
    assert_eq!((status.state, status.secrets, status.passphrase), (VaultState::Unmade, 0, false));
    site.set_passphrase(None, &secret("a second vault")).await.unwrap();
    let next = site.put_secret(SecretKind::Token, &secret("new")).await.unwrap();
    assert!(next.0 > kept.0, "because an identity is never given out twice");
}

#[tokio::test]
async fn without_keychain_and_passphrase_nothing_is_kept() {
    let site = Site::in_memory().await.unwrap();
    let refused = site.put_secret(SecretKind::Token, &secret(PLAIN)).await.err().unwrap();
    assert!(matches!(refused, VaultError::PassphraseNeeded), "because plain text is no way out");
    assert_eq!(site.vault_status().await.unwrap().state, VaultState::Unmade);
    let none = site.unlock(&secret(PASSPHRASE)).await.err().unwrap();
    assert!(matches!(none, VaultError::PassphraseNeeded));
    site.set_passphrase(None, &secret(PASSPHRASE)).await.unwrap();
    let id = site.put_secret(SecretKind::Token, &secret(PLAIN)).await.unwrap();
    assert_eq!(site.secret(id, SecretKind::Token).await.unwrap().reveal(), PLAIN);
    site.forget_secret(id).await.unwrap();
    site.wipe_secrets().await.unwrap();
}

#[tokio::test]
async fn a_site_opened_read_only_reads_secrets_and_keeps_none() {
    let desk = Desk::new();
    let site = desk.site().await;
    let id = site.put_secret(SecretKind::Community, &secret("火の見")).await.unwrap();
    let second = Site::open_read_only(desk.path()).await.unwrap();
    second.unlock(&secret(PASSPHRASE)).await.unwrap();
    assert_eq!(second.secret(id, SecretKind::Community).await.unwrap().reveal(), "火の見");
    let refused = second.put_secret(SecretKind::Token, &secret(PLAIN)).await.err().unwrap();
    assert!(matches!(refused, VaultError::Site(SiteError::ReadOnly)));
}

#[tokio::test]
async fn a_cost_from_a_hostile_file_is_not_paid() {
    let desk = Desk::new();
    desk.site().await.close().await;
    tamper(&desk.path(), "UPDATE vault SET memory_kib = 4000000000, passes = 1000000").await;
    let site = Site::open(desk.path()).await.unwrap();
    let refused = site.unlock(&secret(PASSPHRASE)).await.err().unwrap();
    assert!(matches!(refused, VaultError::Site(SiteError::BadRow { table: "vault", .. })));
}

#[tokio::test]
async fn too_large_a_secret_is_refused() {
    let desk = Desk::new();
    let site = desk.site().await;
    let most = "k".repeat(65_536);
    let id = site.put_secret(SecretKind::Ssh, &secret(&most)).await.unwrap();
    assert_eq!(site.secret(id, SecretKind::Ssh).await.unwrap().reveal(), most);
    let refused = site.put_secret(SecretKind::Ssh, &secret(&format!("{most}k"))).await;
    assert!(matches!(refused, Err(VaultError::Site(SiteError::TooLarge { .. }))));
}

/// Set where a session bus and an open keychain are this test's own.
const INSIDE: &str = "HINOMI_TEST_KEYCHAIN";

#[test]
fn the_keychain_of_this_pc_opens_its_vaults_and_no_others() {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        return runtime.block_on(with_a_keychain());
    }
    let there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !there("dbus-run-session") || !there("gnome-keyring-daemon") {
        println!("SKIPPED the keychain: dbus-run-session or gnome-keyring-daemon is not installed");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let script = "printf %s tower | gnome-keyring-daemon --unlock --components=secrets >/dev/null \
                  && exec \"$0\" --exact the_keychain_of_this_pc_opens_its_vaults_and_no_others";
    let ran = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", script])
        .arg(std::env::current_exe().unwrap())
        .env(INSIDE, "1")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_RUNTIME_DIR", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let complained = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}\n{complained}");
}

async fn with_a_keychain() {
    let keychain = Keychain::find().await.unwrap();
    let desk = Desk::new();
    let site = Site::create(desk.path(), &Settings::default()).await.unwrap();
    let status = site.use_keychain(keychain).await.unwrap();
    assert!(status.state == VaultState::Unmade && status.keychain_here);
    let id = site.put_secret(SecretKind::Ssh, &secret(PLAIN)).await.unwrap();
    site.close().await;
    assert!(!desk.holds(PLAIN.as_bytes()));

    let site = Site::open(desk.path()).await.unwrap();
    assert_eq!(site.vault_status().await.unwrap().state, VaultState::Locked);
    let elsewhere = site.unlock(&secret(PASSPHRASE)).await.err().unwrap();
    assert!(matches!(elsewhere, VaultError::Elsewhere), "because it has no passphrase yet");
    let status = site.use_keychain(keychain).await.unwrap();
    assert_eq!(status.state, VaultState::Open, "because its key lies in this keychain");
    assert!(status.remembered_here);
    assert_eq!(site.secret(id, SecretKind::Ssh).await.unwrap().reveal(), PLAIN);

    // With a passphrase besides, it opens both ways.
    site.set_passphrase(None, &secret(PASSPHRASE)).await.unwrap();
    let status = site.vault_status().await.unwrap();
    assert!(status.passphrase && status.keychain);
    site.close().await;
    let site = Site::open(desk.path()).await.unwrap();
    site.unlock(&secret(PASSPHRASE)).await.unwrap();
    assert_eq!(site.secret(id, SecretKind::Ssh).await.unwrap().reveal(), PLAIN);
    site.lock_vault();
    assert_eq!(site.use_keychain(keychain).await.unwrap().state, VaultState::Open);
    site.close().await;

    // On another PC, whose keychain knows nothing of it: the vault's name there is another.
    tamper(&desk.path(), "UPDATE vault SET name = 'elsewhere'").await;
    let site = Site::open(desk.path()).await.unwrap();
    assert_eq!(site.use_keychain(keychain).await.unwrap().state, VaultState::Locked);
    site.unlock(&secret(PASSPHRASE)).await.unwrap();
    let status = site.vault_status().await.unwrap();
    assert!(status.keychain && !status.remembered_here, "because that keychain is another's");
    site.remember_vault_here().await.unwrap();
    assert!(site.vault_status().await.unwrap().remembered_here);
    site.lock_vault();
    assert_eq!(site.use_keychain(keychain).await.unwrap().state, VaultState::Open);
    site.wipe_secrets().await.unwrap();
    let status = site.vault_status().await.unwrap();
    assert!(status.state == VaultState::Unmade && !status.remembered_here);
}

/// What lies sealed in the file for this secret.
async fn lies(path: &Path, id: SecretId) -> Vec<u8> {
    let mut conn = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let sql = "SELECT sealed FROM secrets WHERE id = ?";
    let sealed = sqlx::query_scalar(sql).bind(id.0).fetch_one(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    sealed
}

fn told_by(id: u32, url: SecretId) -> Contact {
    let name = format!("contact {id}");
    let ways = vec![Way::Webhook(Form::Slack { url })];
    Contact { id: ContactId(id), name, language: Language::En, ways, quiet: vec![] }
}

fn batch(edit: Edit) -> Batch {
    Batch { edits: vec![edit], ..Batch::default() }
}

#[tokio::test]
async fn a_secret_replaced_or_removed_leaves_the_file_with_what_named_it() {
    let desk = Desk::new();
    let site = desk.site().await;
    let put = async |kind| site.put_secret(kind, &secret(PLAIN)).await.unwrap();
    let (old, new) = (put(SecretKind::HookUrl).await, put(SecretKind::HookUrl).await);
    let (shared, fresh) = (put(SecretKind::HookUrl).await, put(SecretKind::Token).await);
    let community = put(SecretKind::Community).await;
    let octets = lies(&desk.path(), old).await;
    let keep = async |edit| site.commit(&batch(edit)).await.unwrap();
    keep(Edit::PutContact(told_by(1, old))).await;
    keep(Edit::PutContact(told_by(2, shared))).await;
    keep(Edit::PutContact(told_by(3, shared))).await;
    assert!(desk.holds(&octets), "because it is in use");

    keep(Edit::PutContact(told_by(1, new))).await;
    let gone = refusal(&site, old, SecretKind::HookUrl).await;
    assert!(matches!(gone, VaultError::NoSuchSecret { .. }), "{gone}");
    assert!(!desk.holds(&octets), "because neither the file nor its log may keep it");

    keep(Edit::DropContact(ContactId(2))).await;
    assert!(site.secret(shared, SecretKind::HookUrl).await.is_ok(), "because another names it");
    keep(Edit::DropContact(ContactId(3))).await;
    refusal(&site, shared, SecretKind::HookUrl).await;
    for id in [new, fresh, community] {
        let known = site.secrets().await.unwrap().iter().any(|(known, _)| *known == id);
        assert!(known, "because one that was never named may be about to be");
    }
    site.drop_unnamed_secret(new).await.unwrap();
    assert!(site.secret(new, SecretKind::HookUrl).await.is_ok(), "because a contact names it");
    site.drop_unnamed_secret(fresh).await.unwrap();
    refusal(&site, fresh, SecretKind::Token).await;
}

#[tokio::test]
async fn a_mail_password_goes_with_its_server_and_what_nothing_names_at_the_next_opening() {
    let desk = Desk::new();
    let site = desk.site().await;
    let password = site.put_secret(SecretKind::MailPassword, &secret(PLAIN)).await.unwrap();
    let lost = site.put_secret(SecretKind::Token, &secret("left in a dialogue")).await.unwrap();
    let other = site.put_secret(SecretKind::Ssh, &secret("a key")).await.unwrap();
    let (octets, left) = (lies(&desk.path(), password).await, lies(&desk.path(), lost).await);
    let server = MailServer {
        host: Address::parse("mail.example.jp").unwrap(),
        port: 587,
        security: Security::StartTls,
        user: Some("hinomi".into()),
        password: Some(password),
        from: "hinomi@example.jp".into(),
    };
    let with = Settings { mail: Some(server), ..Settings::default() };
    site.commit(&batch(Edit::PutSettings(with))).await.unwrap();
    assert!(site.secret(password, SecretKind::MailPassword).await.is_ok());
    site.commit(&batch(Edit::PutSettings(Settings::default()))).await.unwrap();
    refusal(&site, password, SecretKind::MailPassword).await;
    assert!(!desk.holds(&octets), "because nothing names it any more");
    assert!(desk.holds(&left));
    site.close().await;

    let site = Site::open(desk.path()).await.unwrap();
    let kept: Vec<SecretId> = site.secrets().await.unwrap().iter().map(|(id, _)| *id).collect();
    assert_eq!(kept, [other], "because what names it is not known here");
    assert!(!desk.holds(&left));
}

fn v2c(community: SecretId) -> Login {
    Login::V2c { community }
}

fn asked(id: u32, login: Option<Login>) -> Node {
    Node { snmp: login.map(|login| Access::usual(PORT, login)), ..support::node(id) }
}

fn tried(logins: Vec<Login>) -> Edit {
    Edit::PutSettings(Settings { logins, ..Settings::default() })
}

#[tokio::test]
async fn a_community_stays_while_a_node_or_the_list_names_it_and_then_leaves_the_file() {
    let desk = Desk::new();
    let site = desk.site().await;
    let put = async |kind| site.put_secret(kind, &secret(PLAIN)).await.unwrap();
    let (old, new) = (put(SecretKind::Community).await, put(SecretKind::Community).await);
    let (auth, privacy) = (put(SecretKind::SnmpAuth).await, put(SecretKind::SnmpPrivacy).await);
    let user = Login::V3 {
        user: "hinomi".into(),
        context: String::new(),
        auth: Some(Signing { protocol: AuthProtocol::Sha256, phrase: auth }),
        privacy: Some(Encryption { protocol: PrivProtocol::Aes128, phrase: privacy }),
    };
    let known = async || -> Vec<SecretId> {
        site.secrets().await.unwrap().iter().map(|(id, _)| *id).collect()
    };
    let keep = async |edits| site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
    let octets = lies(&desk.path(), old).await;
    keep(vec![tried(vec![v2c(old)]), Edit::PutNode(asked(1, Some(v2c(old))))]).await;
    keep(vec![Edit::PutNode(asked(2, Some(user)))]).await;

    keep(vec![tried(vec![])]).await;
    assert_eq!(known().await, [old, new, auth, privacy], "because a node is still asked with it");
    keep(vec![Edit::PutNode(asked(1, None)), Edit::PutNode(asked(1, Some(v2c(old))))]).await;
    assert_eq!(known().await, [old, new, auth, privacy], "because in the end it names it");
    assert!(desk.holds(&octets));
    keep(vec![Edit::PutNode(asked(1, Some(v2c(new))))]).await;
    assert_eq!(known().await, [new, auth, privacy], "because nothing names the old one any more");
    assert!(!desk.holds(&octets), "because neither the file nor its log may keep it");
    keep(vec![Edit::DropNode(NodeId(2))]).await;
    assert_eq!(known().await, [new], "because both phrases went with their node");
}

#[tokio::test]
async fn at_the_next_opening_only_the_communities_something_names_are_left() {
    let desk = Desk::new();
    let site = desk.site().await;
    let put = async || site.put_secret(SecretKind::Community, &secret(PLAIN)).await.unwrap();
    let (of_node, of_list, left) = (put().await, put().await, put().await);
    let octets = lies(&desk.path(), left).await;
    let edits = vec![tried(vec![v2c(of_list)]), Edit::PutNode(asked(1, Some(v2c(of_node))))];
    site.commit(&Batch { edits, ..Batch::default() }).await.unwrap();
    site.close().await;

    let site = Site::open(desk.path()).await.unwrap();
    let kept: Vec<SecretId> = site.secrets().await.unwrap().iter().map(|(id, _)| *id).collect();
    assert_eq!(kept, [of_node, of_list], "because the third was left in a dialogue");
    assert!(!desk.holds(&octets));
    site.close().await;

    // A node written by another hand, which nobody can read: what it names is not known.
    tamper(&desk.path(), "UPDATE nodes SET body = json_set(body, '$.snmp', 'strange')").await;
    let site = Site::open(desk.path()).await.unwrap();
    assert_eq!(site.secrets().await.unwrap().len(), 2, "because nobody knows what it names");
}
