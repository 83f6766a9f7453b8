//! HTTP checks: does it answer as it should?

use std::time::Duration;

use hinomi_model::check::HttpSpec;
use hinomi_model::{Address, Cause, Metric, Obstacle, Outcome, Phase, Reading};
use hinomi_net::Net;
use hinomi_net::http::{Answer, Ask, ask};
use hinomi_net::stopwatch::Stopwatch;
use url::Url;

use crate::millis;
use crate::reading;

/// Asks once, follows redirects as allowed, and judges status and body. The phases told are those
/// of the last request; the total covers all of them.
pub async fn probe(spec: &HttpSpec, address: &Address, net: &Net) -> Outcome {
    let Some(url) = url(&spec.url, address) else {
        let detail = format!("“{}” is not an http or https URL; correct the check", spec.url);
        return Outcome::unable(Obstacle::OurFault { detail });
    };
    let whole = Stopwatch::start();
    match follow(spec, url, net, &whole).await {
        Ok(answer) => judge(spec, &answer)
            .unwrap_or_else(|| Outcome::Measured { readings: readings(&answer, &whole) }),
        Err(outcome) => outcome,
    }
}

/// Puts the node's address in for `{address}`, an IPv6 address in brackets (RFC 3986 §3.2.2).
fn url(template: &str, address: &Address) -> Option<Url> {
    let address = match address {
        Address::Ip(ip) if ip.is_ipv6() => format!("[{ip}]"),
        Address::Ip(ip) => ip.to_string(),
        Address::Name(name) => name.clone(),
        Address::Nowhere => return None,
    };
    let url = Url::parse(&template.replace("{address}", &address)).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

async fn follow(
    spec: &HttpSpec,
    mut url: Url,
    net: &Net,
    whole: &Stopwatch,
) -> Result<Answer, Outcome> {
    let mut left = spec.redirects;
    loop {
        let timeout = whole.left_of(Duration::from(spec.timeout));
        let (method, verify, max_bytes) = (spec.method, spec.verify, spec.max_bytes);
        let answer = ask(net, &Ask { url, method, verify, max_bytes, timeout }).await?;
        // A status a person expects is an answer, even if it points elsewhere and none are followed.
        let done = spec.redirects == 0 && accepted(spec, answer.status);
        if !is_redirect(answer.status) || done {
            return Ok(answer);
        }
        url = match answer.location {
            Some(next) if left > 0 => next,
            _ => return Err(Outcome::failed(Phase::FirstByte, Cause::Redirects)),
        };
        left -= 1;
    }
}

/// The statuses that ask for another request (RFC 9110 §15.4); 300 and 304 do not.
fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

fn accepted(spec: &HttpSpec, status: u16) -> bool {
    spec.status.iter().any(|(from, to)| (*from..=*to).contains(&status))
}

/// What is wrong with the answer, if anything is.
fn judge(spec: &HttpSpec, answer: &Answer) -> Option<Outcome> {
    if !accepted(spec, answer.status) {
        return Some(Outcome::failed(Phase::FirstByte, Cause::Status { status: answer.status }));
    }
    let keyword = spec.keyword.as_ref().filter(|keyword| !keyword.is_empty())?;
    let found = String::from_utf8_lossy(&answer.body).contains(keyword.as_str());
    let cause = match (found, spec.keyword_absent) {
        (true, false) => return None,
        (true, true) => Cause::KeywordPresent,
        // The words may stand in what was not read: neither verdict would be true.
        (false, _) if !answer.whole => Cause::TooLarge { limit: spec.max_bytes },
        (false, false) => Cause::KeywordMissing,
        (false, true) => return None,
    };
    Some(Outcome::failed(Phase::Body, cause))
}

fn readings(answer: &Answer, whole: &Stopwatch) -> Vec<Reading> {
    let phases = &answer.phases;
    let mut readings = vec![millis(Metric::Total, whole.elapsed())];
    readings.extend(phases.resolve.map(|long| millis(Metric::Resolve, long)));
    readings.push(millis(Metric::Connect, phases.connect));
    readings.extend(phases.tls.map(|long| millis(Metric::Tls, long)));
    readings.push(millis(Metric::FirstByte, phases.first_byte));
    readings.push(reading(Metric::Bytes, answer.body.len() as f64));
    readings.push(reading(Metric::Status, f64::from(answer.status)));
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_put_in_as_urls_want_it() {
        for (template, address, want) in [
            ("http://{address}/x", "10.0.0.7", Some("http://10.0.0.7/x")),
            ("https://{address}:8443/", "2001:db8::1", Some("https://[2001:db8::1]:8443/")),
            (
                "http://www.example.jp/?from={address}",
                "nas",
                Some("http://www.example.jp/?from=nas"),
            ),
            ("ftp://{address}/", "10.0.0.7", None),
            ("{address}", "10.0.0.7", None),
        ] {
            let address = Address::parse(address).unwrap();
            assert_eq!(url(template, &address).as_ref().map(Url::as_str), want, "{template}");
        }
    }
}
