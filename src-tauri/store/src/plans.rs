//! The plan of every query in this crate: none walks a table that grows, unless that is its task.

use sqlx::Row;

use crate::schema;

/// Every source file that holds SQL.
const SOURCES: &[(&str, &str)] = &[
    ("attachment", include_str!("attachment.rs")),
    ("change", include_str!("change.rs")),
    ("check", include_str!("check.rs")),
    ("chunk", include_str!("chunk.rs")),
    ("entry", include_str!("entry.rs")),
    ("former", include_str!("former.rs")),
    ("gap", include_str!("gap.rs")),
    ("hot", include_str!("hot.rs")),
    ("incident", include_str!("incident.rs")),
    ("link", include_str!("link.rs")),
    ("mib", include_str!("mib.rs")),
    ("node", include_str!("node.rs")),
    ("notification", include_str!("notification.rs")),
    ("rescan", include_str!("rescan.rs")),
    ("retention", include_str!("retention.rs")),
    ("rollup", include_str!("rollup.rs")),
    ("runbook", include_str!("runbook.rs")),
    ("secret", include_str!("secret.rs")),
    ("settings", include_str!("settings.rs")),
    ("sitemap", include_str!("sitemap.rs")),
    ("trap", include_str!("trap.rs")),
    ("whereabouts", include_str!("whereabouts.rs")),
];

/// What is read whole when a site is loaded, is small, or is walked by design.
const WALKED: &[&str] = &[
    "nodes",
    "groups",
    "checks",
    "links",
    "pins",
    "states",
    "runbooks",
    "maps",
    "proposals",
    "glimpses",
    "rescans",
    "settings",
    "heartbeat",
    "last_ids",
    "hot",
    "attachments",
    "vault",
    "secrets",
    "mibs",
    "a",
    // Once an hour, to forget.
    "formers",
    "sightings",
    "claims",
];

/// Indexes of what is unfinished, which is little: walking them is the point.
const LISTS: &[&str] =
    &["gaps_lasting", "incidents_open", "notifications_waiting", "traps_standing"];

/// The texts of a source file that are whole statements.
fn statements(source: &'static str) -> impl Iterator<Item = &'static str> {
    let verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "];
    let literals = source.split('"').skip(1).step_by(2);
    literals
        .filter(move |text| verbs.iter().any(|v| text.starts_with(v)) && !text.ends_with("WHERE "))
}

#[tokio::test]
async fn no_query_walks_a_table_that_grows() {
    use sqlx::ConnectOptions;
    let memory = sqlx::sqlite::SqliteConnectOptions::new().in_memory(true);
    let mut conn = memory.connect().await.expect("memory is there");
    schema::migrate(&mut conn, 0, schema::VERSION).await.expect("the schema is good");
    let listings = ["node_id = ?1", "?1 IS NULL AND ended IS NULL"].map(|which| {
        let all = "SELECT id FROM incidents WHERE {} AND id < ?2 ORDER BY id DESC LIMIT ?6";
        ("incident", all.replace("{}", which))
    });
    let texts = SOURCES.iter().flat_map(|(file, s)| statements(s).map(|s| (*file, s.to_owned())));
    let mut seen = 0;
    for (file, sql) in texts.chain(listings) {
        let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let plan = sqlx::raw_sql(explain).fetch_all(&mut conn).await;
        let plan = plan.unwrap_or_else(|e| panic!("{file}: {sql}: {e}"));
        for step in plan {
            let step: String = step.get("detail");
            let words: Vec<&str> = step.split(' ').collect();
            let fine = words[0] != "SCAN"
                || words[1] == "CONSTANT"
                || WALKED.contains(&words[1])
                || words.last().is_some_and(|index| LISTS.contains(index));
            assert!(fine, "because {file} would be slow in a large site: {step} of {sql}");
        }
        seen += 1;
    }
    assert!(seen > 55, "because every statement is looked at, not only {seen}");
}
