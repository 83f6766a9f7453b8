//! The help in Japanese: the same commands and options, in other words. What has no words here
//! keeps its English ones, which a test does not let happen.

use clap::{Arg, ArgAction, Command};

const ABOUT: &str = "火の見：PC1台で始めるネットワーク監視（ターミナル版）";
const LONG: &str = "\
このPCからネットワークを監視：構成の把握、障害の検知、対応の記録。
サイトの情報はすべて1つのファイル（NAME.hinomi）に保存。

時刻はこのPCの時刻。時間の書き方：500ms、10s、5m、2h、7d
--json 指定時は標準出力の1行が1つのJSONオブジェクト。時刻は1970年（UTC）からのミリ秒、
時間もミリ秒。失敗の理由は標準エラー出力に表示。
終了コード：0 完了、1 失敗、2 コマンドの書き方の誤り、3 チェック結果が異常";
const FIRST_STEPS: &str = "\
はじめに：
  hinomi site new office.hinomi --name 事務所      サイトを作成
  hinomi scan --site office.hinomi                周囲を探索して追加
  hinomi watch office.hinomi                      監視
  hinomi demo                                     障害の様子をデモで確認";

/// Commands by their path, and what they do.
const COMMANDS: [(&str, &str); 25] = [
    ("demo", "障害と復旧を繰り返すデモサイト"),
    ("site", "サイトの作成、ノードの追加・一覧・入出力"),
    ("site new", "サイトファイルを新規作成"),
    ("site add", "アドレスを指定してノードを追加（--check なしはPingと回線品質で監視）"),
    ("site list", "ノードの一覧（チェックと状態つき）"),
    (
        "site import",
        "CSVからノードを追加、同じアドレスは更新（誤りは行番号つきで全件表示し、変更なし。列：name,address,kind,group,importance,vendor,mac,notes）",
    ),
    ("site export", "全ノードを表計算ソフト用のCSVに出力"),
    ("scan", "周囲の機器を探索（範囲の省略時はこのPCのサブネット）"),
    ("map", "ノードとリンク（ポート・根拠・最終確認つき、--svg で作図）"),
    ("where", "接続先のスイッチとポート、過去の接続先も表示"),
    ("watch", "ウィンドウなしで監視（Ctrl+CまたはSIGTERMで正常終了）"),
    ("check", "チェックを1回だけ実行し、結果を表示（正常は終了コード0、異常は3）"),
    ("inspect", "SNMPで得られる機器の情報をすべて表示"),
    ("profile", "機器プロファイル（機種の判別と読み方）"),
    (
        "profile test",
        "プロファイルを記録または実機で試行（別のプロファイルが選ばれる場合は終了コード3）",
    ),
    ("incident", "インシデントの一覧・表示・記録"),
    ("incident list", "新しい順の一覧"),
    ("incident show", "1件の詳細と記録"),
    ("incident note", "メモを記録"),
    ("incident ack", "確認済みにする"),
    ("incident close", "原因と再発防止策を記録してクローズ"),
    ("runbook", "手順書の一覧・表示・追加"),
    ("report", "提出用の文書（--from と --to は日時、日付、または24hや7dなど）"),
    ("verify", "インシデント記録の改ざん有無を検証"),
    ("help", "ヘルプを表示"),
];

/// Commands below `runbook`, which share their words with nobody.
const RUNBOOK: [(&str, &str); 3] =
    [("list", "手順書の一覧"), ("show", "手順書の本文"), ("add", "Markdownファイルを追加")];

/// Arguments by their name, or by command and name where the same name means something else.
const ARGUMENTS: [(&str, &str); 64] = [
    ("lang", "表示と文書の言語（en、ja） [既定：システムの言語]"),
    ("json", "1行に1つのJSONオブジェクトを出力"),
    ("long", "この時間が過ぎたら終了 [既定：Ctrl+Cまで]"),
    ("speed", "話の進む速さの倍率（0.1～100） [既定：1]"),
    ("demo nodes", "ノードの数（1～300） [既定：60]"),
    ("scene", "場面（living：障害と復旧、calm：平穏、trouble：障害の継続） [既定：living]"),
    ("demo site", "サイトファイルをここに残す"),
    ("silent", "デスクトップ通知なし"),
    ("file", "サイトファイル"),
    ("site new file", "作成先（慣例として拡張子は .hinomi）"),
    ("site new name", "サイト名 [既定：ファイル名]"),
    ("site new zone", "表示と予定に使うタイムゾーン（例：Asia/Tokyo）[既定：このPCの設定]"),
    ("site add name", "ノード名（1アドレスのみ）"),
    ("addresses", "IPアドレスまたはDNS名"),
    ("site add kind", "種類：router、switch、server、printer など"),
    ("group", "所属グループ（なければ作成）"),
    ("site add snmp_port", "SNMPエージェントのポート"),
    ("site add checks", "監視方法（icmp、quality、tcp:PORT、http、https:/path など）、複数可"),
    ("table", "CSVファイル（「-」は標準入出力）"),
    ("ranges", "範囲：192.168.1.0/24、192.168.1.7、192.168.1.5-40"),
    ("svg", "SVG図の出力先（既存の図は上書き、それ以外のファイルは保護。「-」は標準出力）"),
    ("what", "MACアドレス、IPアドレス、またはノード名の一部"),
    ("exclude", "除外するアドレス（複数指定可）"),
    (
        "scan site",
        "見つかった機器をこのサイトに追加し、サイトとノードのSNMP認証情報でも問い合わせ（保管庫はキーチェーンまたは環境変数 HINOMI_PASSPHRASE で解錠。監視中は設定に従い、既定では毎日同じ範囲を再探索）",
    ),
    (
        "scan communities",
        "このコミュニティ名でSNMPに問い合わせ、他の機器と接続関係も取得（複数指定可）",
    ),
    ("default", "前回開いたサイト（初回は既定の場所に作成）"),
    (
        "spec",
        "icmp、tcp:PORT、http、https、http:/path、https:8443/path、URL、snmp、interface:名前、oid:OID、rate:OID、process:名前",
    ),
    ("check address", "IPアドレスまたはDNS名（SNMPで161以外はポートも指定）"),
    ("address", "IPアドレスまたはDNS名"),
    ("agent", "IPアドレスまたはDNS名（161以外はポートも指定）"),
    ("community", "コミュニティ名 [既定：public]"),
    ("v1", "SNMPv1で問い合わせ"),
    ("v3_user", "SNMPv3のユーザー"),
    ("v3_auth", "認証方式（md5、sha、sha224、sha256、sha384、sha512） [既定：sha]"),
    (
        "v3_auth_pass",
        "認証パスフレーズ（PC上の他者に見えるため、環境変数 HINOMI_V3_AUTH_PASS を推奨。どちらもなければ認証なし）",
    ),
    ("v3_priv", "暗号方式（des、aes、aes192、aes256、aes192c、aes256c） [既定：aes]"),
    (
        "v3_priv_pass",
        "暗号化パスフレーズ（環境変数 HINOMI_V3_PRIV_PASS を推奨。どちらもなければ暗号化なし）",
    ),
    ("v3_context", "SNMPv3のコンテキスト"),
    ("snmp_timeout", "エージェントの応答を待つ秒数（0.5～30） [既定：2]"),
    ("snmp_retries", "応答がない場合の再試行回数（0～10） [既定：2]"),
    ("profiles", "独自プロファイルのフォルダー"),
    ("profile", "プロファイルのファイル、または付属プロファイルの名前"),
    ("on", "記録ファイル、または ADDRESS[:PORT]"),
    ("by", "記録者 [既定：設定の担当者、なければこのアカウント]"),
    ("open", "継続中のみ"),
    ("most", "最大件数 [既定：50]"),
    ("id", "番号"),
    ("incident note text", "内容（最大20,000文字）"),
    ("incident ack text", "ひとこと"),
    ("cause", "原因"),
    ("prevention", "再発防止策"),
    ("markdown", "Markdownファイル"),
    ("title", "題名 [既定：最初の見出し、なければファイル名]"),
    ("runbook add nodes", "このノードのインシデントに表示（名前・アドレス・番号）、複数可"),
    ("runbook add checks", "このチェックのインシデントに表示（番号）、複数可"),
    ("attach", "添付ファイル（最大20 MB）、複数可"),
    ("report kind", "文書の種類（status：状況報告） [既定：status]"),
    ("from", "期間の始まり [既定：24h]"),
    ("to", "期間の終わり [既定：now]"),
    ("format", "形式（html、pdf） [既定：OUTの拡張子、なければhtml]"),
    ("unreachable_is_down", "上位機器の停止で到達できなかった時間を停止として数える"),
    ("output", "出力先（「-」は標準出力）"),
    ("help", "ヘルプを表示"),
    ("version", "バージョンを表示"),
];

const TEMPLATE: &str =
    "{before-help}{about-with-newline}\n使い方：{usage}\n\n{all-args}{after-help}";

/// The same command line with Japanese help.
pub fn dress(command: Command) -> Command {
    let mut command = below(command, "").about(ABOUT).long_about(LONG).after_help(FIRST_STEPS);
    // Only then is there a “help” to have words.
    command.build();
    command.mut_subcommand("help", |help| help.about("ヘルプを表示"))
}

/// The commands of a command's examples, without what is said about them in English.
fn examples(command: &Command) -> Option<String> {
    let help = command.get_after_help()?.to_string();
    let lines = help.lines().filter(|l| l.starts_with("  hinomi"));
    let bare = lines.map(|l| l[2..].split("   ").next().unwrap_or_default());
    let lines: Vec<String> = bare.map(|l| format!("  {l}")).collect();
    (!lines.is_empty()).then(|| format!("例：\n{}", lines.join("\n")))
}

fn below(command: Command, path: &str) -> Command {
    let help = |name: &'static str| Arg::new(name).long(name).action(ArgAction::Help);
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("コマンド")
        .disable_help_flag(true)
        .arg(help("help").short('h'));
    let examples = examples(&command).unwrap_or_default();
    command = command.after_help(examples);
    if path.is_empty() {
        let version = Arg::new("version").long("version").short('V');
        command = command.disable_version_flag(true).arg(version.action(ArgAction::Version));
    }
    command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { "引数" } else { "オプション" };
        let words = words_of(path, arg.get_id().as_str());
        // Their words stand in ours.
        let takes = arg.get_action().takes_values();
        let arg = arg.help_heading(heading);
        let arg = if takes { arg.hide_possible_values(true).hide_default_value(true) } else { arg };
        match words {
            Some(words) => arg.help(words).long_help(words),
            None => arg,
        }
    });
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let path = format!("{path} {name}").trim().to_owned();
        command = command.mut_subcommand(name, |inner| {
            let inner = match about(&path) {
                Some(words) => inner.about(words).long_about(words),
                None => inner,
            };
            below(inner, &path)
        });
    }
    command
}

fn about(path: &str) -> Option<&'static str> {
    let of = |table: &'static [(&str, &str)], key: &str| {
        table.iter().find(|(k, _)| *k == key).map(|(_, words)| *words)
    };
    match path.strip_prefix("runbook ") {
        Some(inner) => of(&RUNBOOK, inner),
        None => of(&COMMANDS, path),
    }
}

fn words_of(path: &str, name: &str) -> Option<&'static str> {
    let own = format!("{path} {name}");
    let find = |key: &str| ARGUMENTS.iter().find(|(k, _)| *k == key).map(|(_, words)| *words);
    find(&own).or_else(|| find(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Cli;
    use clap::CommandFactory;

    fn every_word_is_there(command: &Command, path: &str) {
        for arg in command.get_arguments() {
            let name = arg.get_id().as_str();
            assert!(words_of(path, name).is_some(), "because “{path} {name}” has Japanese words");
        }
        for inner in command.get_subcommands() {
            let path = format!("{path} {}", inner.get_name()).trim().to_owned();
            assert!(about(&path).is_some(), "because “{path}” has Japanese words");
            every_word_is_there(inner, &path);
        }
    }

    #[test]
    fn the_japanese_help_lacks_nothing_and_fits_together() {
        every_word_is_there(&Cli::command(), "");
        dress(Cli::command()).debug_assert();
    }
}
